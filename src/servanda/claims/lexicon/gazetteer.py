"""Places that agreements and their news are about, by the spellings in use.

Names only, for texts that are read without a case; a case brings its own sites. Spellings follow
the romanisations in use side by side (Revised, McCune-Reischauer, Ukrainian and Russian forms).
"""

from __future__ import annotations

from servanda.records import Site

__all__ = ["GAZETTEER"]

_WHY = "the built-in gazetteer knows names only; give a site with its geometry in a case"

_NAMES = (
    ("panmunjom", "Panmunjom", "Panmunjeom", "Phanmunjom", "Joint Security Area"),
    ("kaesong", "Kaesong", "Gaeseong", "Kaesŏng"),
    ("kumgang", "Mount Kumgang", "Kumgangsan", "Geumgangsan", "Mt. Kumgang"),
    ("yeonpyeong", "Yeonpyeong", "Yonpyong", "Yeonpyeongdo", "Yeonpyeong Island"),
    ("punggye-ri", "Punggye-ri", "P'unggye-ri", "Phunggye-ri", "Punggye"),
    ("sohae", "Sohae", "Tongchang-ri", "Dongchang-ri", "Seohae", "Tongchangri"),
    ("yongbyon", "Yongbyon", "Nyongbyon", "Yeongbyeon", "Yŏngbyŏn"),
    ("sakkanmol", "Sakkanmol", "Sakanmol", "Sakkonmol", "Sakkanmŏl"),
    ("musudan-ri", "Musudan-ri", "Tonghae", "Donghae Satellite Launching Ground"),
    ("sanum-dong", "Sanum-dong", "Sanumdong", "San-um-dong"),
    ("kangson", "Kangson", "Kangsŏn", "Gangseon", "Chollima"),
    ("yeongjeo-dong", "Yeongjeo-dong", "Yongjo-dong", "Yongjo-ri"),
    ("natanz", "Natanz", "Natanz Fuel Enrichment Plant"),
    ("fordow", "Fordow", "Fordo", "Fordu"),
    ("arak", "Arak", "Khondab"),
    ("isfahan", "Isfahan", "Esfahan"),
    ("parchin", "Parchin"),
    ("bushehr", "Bushehr", "Busher"),
    ("dimona", "Dimona"),
    ("ghouta", "Ghouta", "Eastern Ghouta", "East Ghouta"),
    ("khan-shaykhun", "Khan Shaykhun", "Khan Sheikhoun", "Khan Sheikhun"),
    ("idlib", "Idlib", "Idleb"),
    ("douma", "Douma", "Duma, Syria"),
    ("latakia", "Latakia", "Lattakia"),
    ("donetsk", "Donetsk", "Donets'k"),
    ("luhansk", "Luhansk", "Lugansk"),
    ("debaltseve", "Debaltseve", "Debaltsevo"),
    ("stanytsia-luhanska", "Stanytsia Luhanska", "Stanytsya Luhanska", "Stanitsa Luganskaya"),
    ("zolote", "Zolote", "Zolotoye"),
    ("petrivske", "Petrivske", "Petrovskoye"),
    ("avdiivka", "Avdiivka", "Avdeevka"),
    ("kapustin-yar", "Kapustin Yar"),
    ("banda-aceh", "Banda Aceh"),
    ("arawa", "Arawa"),
    ("hodeidah", "Hodeidah", "Hudaydah", "Al Hudaydah", "Hodeida"),
    ("hmeimim", "Hmeimim", "Khmeimim"),
)

GAZETTEER = tuple(
    Site(
        id=key,
        names=names,
        party=None,
        parent=None,
        kind=None,
        geometry=None,
        no_geometry_reason=_WHY,
        simulated=False,
    )
    for key, *spellings in _NAMES
    for names in [tuple(spellings)]
)
