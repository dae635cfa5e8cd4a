"""The sender's address is what trusted proxies saw, never what the sender claims."""

from django.test import RequestFactory

from accounts.address import client_address, neighbourhood


def request(forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", **headers)


class TestClientAddress:
    def test_believes_no_header_without_a_trusted_proxy(self, settings):
        settings.TRUSTED_PROXIES = 0
        assert client_address(request("1.2.3.4")) == "10.0.0.9"

    def test_believes_what_the_one_trusted_proxy_saw(self, settings):
        settings.TRUSTED_PROXIES = 1
        assert client_address(request("203.0.113.7")) == "203.0.113.7"

    def test_ignores_what_the_sender_wrote_in_front(self, settings):
        settings.TRUSTED_PROXIES = 1
        assert client_address(request("6.6.6.6, 7.7.7.7, 203.0.113.7")) == "203.0.113.7"

    def test_counts_proxies_from_the_right(self, settings):
        settings.TRUSTED_PROXIES = 2
        assert client_address(request("6.6.6.6, 203.0.113.7, 10.1.1.1")) == "203.0.113.7"

    def test_falls_back_to_the_connection_when_the_header_is_short_or_nonsense(self, settings):
        settings.TRUSTED_PROXIES = 2
        assert client_address(request("203.0.113.7")) == "10.0.0.9"
        settings.TRUSTED_PROXIES = 1
        assert client_address(request("not-an-address")) == "10.0.0.9"


class TestNeighbourhood:
    def test_is_the_address_itself_for_ipv4(self):
        assert neighbourhood("203.0.113.7") == "203.0.113.7"
        assert neighbourhood("::ffff:203.0.113.7") == "203.0.113.7"

    def test_is_the_customer_network_for_ipv6(self):
        assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:2") == "2001:db8::/64"
