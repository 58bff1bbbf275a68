"""Whether a request over HTTP comes from Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slack_sdk.signature import SignatureVerifier


def signed_with(secret: str) -> Callable[[bytes, Mapping[str, str]], bool]:
    """(body, headers) -> whether it was signed with this secret, within the last five minutes. What is no signature
    at all, or no moment, is neither.
    """
    verifier = SignatureVerifier(secret)

    def signed(body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            return verifier.is_valid_request(body, headers)
        except (ValueError, OverflowError, TypeError):
            return False

    return signed
