-- Roles and database of a new cluster; run once by psql as the superuser, embedded or in a container.
-- The passwords come from the environment, so that no process list shows them.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD

-- The owner migrates. The application's role owns nothing and cannot pass row-level security.
CREATE ROLE touchstone_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE touchstone_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE DATABASE touchstone OWNER touchstone_owner;
REVOKE ALL ON DATABASE touchstone FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE touchstone TO touchstone_app;

\connect touchstone
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO touchstone_owner;
GRANT USAGE ON SCHEMA public TO touchstone_app;
ALTER DEFAULT PRIVILEGES FOR ROLE touchstone_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO touchstone_app;
ALTER DEFAULT PRIVILEGES FOR ROLE touchstone_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO touchstone_app;
