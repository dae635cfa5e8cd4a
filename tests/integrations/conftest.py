"""The cast, and addresses of views made for these tests."""

import pytest

from tests.cast import make_cast, make_mallory, make_member


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def elsewhere(db):
    return make_mallory()


@pytest.fixture
def ida(cast):
    """Integrates the marketplace's own programs."""
    return make_member(cast.tenant, "Ida", "integrator")


@pytest.fixture
def test_views(settings):
    settings.ROOT_URLCONF = "tests.integrations.views"
