# One image for web, worker, beat and migrations; docker-compose.yml says which is which.
FROM python:3.11-slim AS build
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --no-input --require-hashes --requirement requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home touchstone
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings \
    DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Gathering static files reads the settings, which want an environment; nothing of this one stays in the image.
RUN SECRET_KEY=only-while-building DATABASE_URL=postgres://none@none/none REDIS_URL=redis://none \
    python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /data/files /data/mail && chown -R touchstone /data
USER touchstone
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "marketplace.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", \
     "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
