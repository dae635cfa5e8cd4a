"""The wall round the words of sellers' names, and the words of the sellers that are there."""

from django.db import migrations

from orders.sellers.naming import sorted_as, words_of
from tenants.walls import wall

AT_ONCE = 1000


def fill(apps, schema_editor):
    connection = schema_editor.connection
    Tenant, Seller = apps.get_model("tenants", "Tenant"), apps.get_model("orders", "Seller")
    SellerWord = apps.get_model("orders", "SellerWord")
    with connection.cursor() as cursor:
        for tenant in Tenant.objects.all():
            # The wall stands for the owner too.
            cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(tenant.pk)])
            rows = list(Seller._base_manager.filter(tenant=tenant).only("id", "name"))
            for start in range(0, len(rows), AT_ONCE):
                part = rows[start : start + AT_ONCE]
                for seller in part:
                    seller.sorted_as = sorted_as(seller.name)
                Seller._base_manager.bulk_update(part, ["sorted_as"])
                SellerWord._base_manager.bulk_create(
                    [SellerWord(tenant=tenant, seller=each, word=word) for each in part for word in words_of(each.name)]
                )
        cursor.execute("SELECT set_config('app.tenant_id', '', true)")


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_seller_names")]
    operations = [
        *wall("orders_sellerword", seller_id="orders_seller"),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
