"""servanda reader forget: undo `servanda reader check --keep`."""

from __future__ import annotations

from servanda.cli.options import Data, JudgeOption, settings_of
from servanda.cli.output import note, say
from servanda.records.choices import JudgeChoice

__all__ = ["forget"]


def forget(reader: JudgeOption = JudgeChoice.BEST, data: Data = None) -> None:
    """Forget what a check of the reader found; its probabilities are worth what they were before.

    Example: servanda reader forget
    """
    from servanda.pipeline import forget_reader, load_case_reader, load_judge

    settings = settings_of(data)
    chosen, _ = load_case_reader(load_judge(reader, settings, note))
    found = forget_reader(settings.data, chosen)
    what = "forgot the check of" if found else "nothing is kept of"
    say(f"{what} {chosen.statements_name}")
