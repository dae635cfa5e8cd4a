"""Walls, and the rule that nobody runs a seller they buy from."""

from django.db import migrations

from tenants.walls import target, wall

NO_SELF_DEALING = """
CREATE FUNCTION no_self_dealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'orders_order' THEN
        PERFORM 1 FROM orders_sellerseat
            WHERE tenant_id = NEW.tenant_id AND seller_id = NEW.seller_id AND member_id = NEW.buyer_id;
    ELSE
        PERFORM 1 FROM orders_order
            WHERE tenant_id = NEW.tenant_id AND seller_id = NEW.seller_id AND buyer_id = NEW.member_id;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'no_self_dealing: the buyer runs this seller' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_self_dealing BEFORE INSERT OR UPDATE OF buyer_id, seller_id ON orders_order
    FOR EACH ROW EXECUTE FUNCTION no_self_dealing();
CREATE TRIGGER no_self_dealing BEFORE INSERT OR UPDATE ON orders_sellerseat
    FOR EACH ROW EXECUTE FUNCTION no_self_dealing();
"""
UNDO = """
DROP TRIGGER no_self_dealing ON orders_sellerseat;
DROP TRIGGER no_self_dealing ON orders_order;
DROP FUNCTION no_self_dealing();
"""

TARGETS = ("orders_seller", "orders_partner", "orders_offer", "orders_order", "orders_message", "orders_upload")


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("tenants", "0002_walls")]
    operations = [
        *[target(table) for table in TARGETS],
        *wall("orders_seller"),
        *wall("orders_partner"),
        *wall("orders_sellerseat", seller_id="orders_seller", member_id="tenants_member"),
        *wall("orders_partnerseat", partner_id="orders_partner", member_id="tenants_member"),
        *wall("orders_offer", seller_id="orders_seller"),
        *wall(
            "orders_order",
            buyer_id="tenants_member",
            seller_id="orders_seller",
            offer_id="orders_offer",
            partner_id="orders_partner",
        ),
        *wall("orders_message", order_id="orders_order", author_id="tenants_member"),
        *wall("orders_upload", uploaded_by_id="tenants_member", seller_id="orders_seller"),
        *wall("orders_attachment", message_id="orders_message", upload_id="orders_upload"),
        migrations.RunSQL(NO_SELF_DEALING, UNDO),
    ]
