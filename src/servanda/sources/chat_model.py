"""A language model behind an OpenAI-compatible chat-completions interface: question and answer.

Each request has one time limit and one size limit, and follows no redirect. The same question is
the same bytes.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn
from urllib.parse import urlsplit

from servanda.errors import SourceError
from servanda.settings import ReaderAddress
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.http_client import FetchError, Limits, Request, TimedOutError, fetch

__all__ = ["BAD_MODEL", "ChatModel", "json_of"]

# The most of one answer: a page's claims are some 50 kB. [limit]
ANSWER_BYTES = 4 * MEGABYTE
BAD_MODEL = "check the address, or give it a model that answers in JSON"


class ChatModel:
    """Asks the model at an address."""

    def __init__(self, address: ReaderAddress) -> None:
        self._address = address
        self._url = urlsplit(address.url)

    @property
    def host(self) -> str:
        """The name of its machine."""
        return self._url.hostname or ""

    def ask(self, instructions: str, text: str) -> object:
        """What the model says to a text, as it came: mostly a str.

        Raises SourceError where there is no answer, or none of a chat-completions interface.
        """
        question = {
            "model": self._address.model,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": text},
            ],
        }
        body = self._post(json.dumps(question, ensure_ascii=True).encode("ascii"))
        try:
            said: object = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            raise self.error(
                "did not answer as a chat-completions interface does", BAD_MODEL
            ) from None
        return said

    def error(self, message: str, advice: str) -> SourceError:
        """What is wrong with it, and what to do."""
        return SourceError(f"the reader at {self.host}", message, advice)

    def _post(self, body: bytes) -> bytes:
        """The bytes of the answer; raises SourceError if there is none that can be used."""
        request = Request(self._endpoint(), "POST", self._headers(), body)
        try:
            answer = fetch(request, Limits(self._address.timeout_s, ANSWER_BYTES))
        except TimedOutError:
            raise self.error(
                f"did not answer within {self._address.timeout_s:g} seconds",
                "raise SERVANDA_READER_TIMEOUT, or take a faster model",
            ) from None
        except FetchError as error:
            raise self.error(
                f"cannot be reached ({error.reason})", "start it, or mend SERVANDA_READER_URL"
            ) from None
        if answer.status != 200:
            raise self.error(
                f"answered with HTTP status {answer.status}", "check its address, model and key"
            )
        if answer.is_cut:
            raise self.error(
                f"answered with more than {ANSWER_BYTES // MEGABYTE} MB",
                "check that the address is a chat-completions interface",
            )
        return answer.body

    def _endpoint(self) -> str:
        path = self._url.path.rstrip("/").removesuffix("/chat/completions")
        return self._url._replace(path=f"{path}/chat/completions", fragment="").geturl()

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._address.key is not None:
            headers["Authorization"] = f"Bearer {self._address.key}"
        return headers


def json_of(said: object) -> Any:
    """The JSON in what a model said: models like to put ``` around it. Raises ValueError."""
    match = re.fullmatch(r"\s*```[a-z]*\s*\n(.*?)\n?\s*```\s*", str(said), re.S)
    try:
        return json.loads(match[1] if match else str(said), parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
