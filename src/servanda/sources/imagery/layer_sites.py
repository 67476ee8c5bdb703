"""Which layers and sites of a case are looked at, and where each site lies in a layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from servanda.errors import SettingsError
from servanda.records import Case, Geometry, Imagery, Site

__all__ = ["check_sites", "choose_layers", "choose_sites", "site_places"]


def choose_layers(case: Case, wanted: Sequence[str] = ()) -> tuple[Imagery, ...]:
    """The layers of these ids, in the order of the case; without ids all of them.

    Raises SettingsError where the case has no such layer, or none at all.
    """
    _check_names(wanted, [layer.id for layer in case.imagery], "layer of imagery", case)
    if not case.imagery:
        raise SettingsError(
            f"case {case.id!r} names no imagery; write `imagery:` into its case.yaml "
            "(docs/how-to/look-at-sites.md)"
        )
    return tuple(layer for layer in case.imagery if not wanted or layer.id in wanted)


def check_sites(case: Case, wanted: Iterable[str]) -> None:
    """Raise SettingsError for an id that no site of the case has."""
    _check_names(wanted, [site.id for site in case.sites], "site", case)


def choose_sites(case: Case, layer: Imagery, wanted: Sequence[str] = ()) -> tuple[Site, ...]:
    """The sites to look at: those asked for, else the layer's, else all that a duty names."""
    chosen = set(wanted or layer.sites or (id_ for duty in case.obligations for id_ in duty.sites))
    return tuple(site for site in case.sites if site.id in chosen)


def site_places(case: Case, layer: Imagery) -> dict[str, Geometry]:
    """Where each site lies, by its id: in the layer, if it says so; without those not known."""
    places = {site.id: site.geometry for site in case.sites if site.geometry is not None}
    return places | {place.site: place.geometry for place in layer.places}


def _check_names(wanted: Iterable[str], known: Sequence[str], what: str, case: Case) -> None:
    for name in wanted:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise SettingsError(f"case {case.id!r} has no {what} {name!r}; it has {listed}")
