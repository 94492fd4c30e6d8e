"""A message on its way to the addresses of ``SOSU_BESKED_TIL``, which are never shown."""

import logging
from typing import TYPE_CHECKING

from sosu_pipeline.alerting.message import Message
from sosu_pipeline.errors import UserError

if TYPE_CHECKING:
    from apprise import Apprise

SENDER = "SOSU-nat"


class AlertError(UserError):
    """A message could not be sent; the text is a Danish sentence without any address."""


def read_addresses(addresses: str) -> "Apprise":
    """Return who is told; its length is their number.

    Raises:
        AlertError: an address is none that Apprise knows.
    """
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415 - it takes half a second

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings tell addresses
    recipients = Apprise(asset=AppriseAsset(app_id=SENDER))
    if not recipients.add(addresses):
        msg = (
            "en adresse i SOSU_BESKED_TIL kan ikke læses; skriv Apprise-adresser som "
            "mailto://… med komma imellem"
        )
        raise AlertError(msg)
    return recipients


def send(message: Message, addresses: str) -> None:
    """Send a message to every address.

    Raises:
        AlertError: an address cannot be read, or somebody did not get the message.
    """
    recipients = read_addresses(addresses)
    from apprise import NotifyFormat, NotifyType  # noqa: PLC0415

    kind = NotifyType.FAILURE if message.er_fejl else NotifyType.WARNING
    if not recipients.notify(
        message.tekst, message.titel, notify_type=kind, body_format=NotifyFormat.TEXT
    ):
        msg = "beskeden nåede ikke alle i SOSU_BESKED_TIL; prøv med sosu doctor --besked"
        raise AlertError(msg)
