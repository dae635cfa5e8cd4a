"""The WSGI entry that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
application = get_wsgi_application()

# What is loaded by now stays. Looking through all of it for garbage would stop a page for a tenth of a second.
gc.collect()
gc.freeze()
