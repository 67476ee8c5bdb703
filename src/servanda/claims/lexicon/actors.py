"""The actors that every reader knows: states, their organs, international bodies, media.

A case's own actors come first and may use the same ids to say more. Letters are the Admiralty
code for a source on an average day, before any record of it is known.
"""

from __future__ import annotations

from servanda.records import Actor, ActorKind, Admiralty, Names

__all__ = ["ACTORS", "DEMONYMS", "default_names"]

_K = ActorKind

# id, kind, Admiralty letter, part of, names (the first is printed; "|" between spellings)
_ROWS: tuple[tuple[str, ActorKind, str, str, str], ...] = (
    # states
    ("dprk", _K.GOVERNMENT, "D", "", "North Korea|DPRK|D.P.R.K.|N. Korea|N Korea"
     "|Democratic People's Republic of Korea|Pyongyang|North Korean government"),
    ("rok", _K.GOVERNMENT, "B", "", "South Korea|ROK|Republic of Korea|S. Korea|S Korea|Seoul"
     "|South Korean government"),
    ("us", _K.GOVERNMENT, "B", "",
     "United States|US|U.S.|USA|U.S.A.|Washington|United States of America"
     "|Trump administration|Biden administration|Obama administration|America"
     "|US government|U.S. government"),
    ("japan", _K.GOVERNMENT, "B", "", "Japan|Tokyo|Japanese government"),
    ("china", _K.GOVERNMENT, "C", "",
     "China|Beijing|People's Republic of China|PRC|Chinese government"),
    ("russia", _K.GOVERNMENT, "D", "", "Russia|Moscow|Russian Federation|Kremlin"),
    ("uk", _K.GOVERNMENT, "B", "", "United Kingdom|Britain|UK|U.K.|Great Britain|Downing Street"),
    ("france", _K.GOVERNMENT, "B", "", "France|Élysée"),
    ("germany", _K.GOVERNMENT, "B", "", "Germany|Berlin"),
    ("iran", _K.GOVERNMENT, "D", "", "Iran|Tehran|Islamic Republic of Iran"),
    ("iraq", _K.GOVERNMENT, "C", "", "Iraq|Baghdad"),
    ("israel", _K.GOVERNMENT, "C", "", "Israel|Jerusalem|Israeli government"),
    ("india", _K.GOVERNMENT, "C", "", "India|New Delhi"),
    ("pakistan", _K.GOVERNMENT, "C", "", "Pakistan|Islamabad"),
    ("syria", _K.GOVERNMENT, "D", "", "Syria|Damascus|Syrian Arab Republic"),
    ("turkey", _K.GOVERNMENT, "C", "", "Turkey|Türkiye|Ankara"),
    ("ukraine", _K.GOVERNMENT, "C", "", "Ukraine|Kyiv|Kiev"),
    ("colombia", _K.GOVERNMENT, "C", "", "Colombia|Bogotá|Bogota"),
    ("libya", _K.GOVERNMENT, "C", "", "Libya|Tripoli"),
    ("yemen", _K.GOVERNMENT, "C", "", "Yemen"),
    ("armenia", _K.GOVERNMENT, "C", "", "Armenia|Yerevan"),
    ("azerbaijan", _K.GOVERNMENT, "C", "", "Azerbaijan|Baku"),
    # Korea
    ("rok-mnd", _K.GOVERNMENT, "B", "rok", "South Korea's Ministry of National Defense"
     "|South Korean Ministry of National Defense|Ministry of National Defense"
     "|Ministry of National Defence"
     "|South Korea's defence ministry|South Korea's defense ministry|South Korean defence ministry"
     "|South Korean defense ministry|South Korea's Defense Ministry|Seoul's defence ministry"
     "|Seoul's defense ministry|ROK MND|defence ministry in Seoul|defense ministry in Seoul"
     "|South's defence ministry|South's defense ministry"),
    ("rok-jcs", _K.MILITARY, "B", "rok", "South Korea's Joint Chiefs of Staff"
     "|South Korean Joint Chiefs of Staff|ROK JCS|ROK Joint Chiefs of Staff"
     "|Joint Chiefs of Staff in Seoul"
     "|South's Joint Chiefs of Staff|Seoul's Joint Chiefs of Staff|South Korean military"
     "|South Korea's military|South Korean army"),
    ("rok-nis", _K.INTELLIGENCE, "B", "rok", "National Intelligence Service|NIS"
     "|South Korea's spy agency|South Korean spy agency"
     "|South Korea's intelligence agency|Seoul's spy agency"
     "|South Korea's National Intelligence Service"),
    ("rok-president", _K.GOVERNMENT, "B", "rok", "South Korea's presidential office|Blue House"
     "|Cheong Wa Dae|South Korean presidential office"
     "|presidential office in Seoul|Seoul's presidential office"),
    ("rok-mofa", _K.GOVERNMENT, "B", "rok", "South Korea's foreign ministry"
     "|South Korean foreign ministry|South Korea's Ministry of Foreign Affairs"),
    ("rok-unification", _K.GOVERNMENT, "B", "rok", "South Korea's unification ministry"
     "|unification ministry|Ministry of Unification|South Korean unification ministry"),
    ("dprk-mofa", _K.GOVERNMENT, "D", "dprk", "North Korea's foreign ministry"
     "|North Korean foreign ministry|DPRK foreign ministry|North's foreign ministry"),
    ("kpa", _K.MILITARY, "D", "dprk", "Korean People's Army|KPA|North Korean military"
     "|North Korea's military|North Korean army"),
    ("kcna", _K.STATE_MEDIA, "D", "dprk", "KCNA|Korean Central News Agency|North Korean state media"
     "|North Korea's state media|DPRK state media|North's state media|North Korean media"),
    ("rodong", _K.STATE_MEDIA, "D", "dprk", "Rodong Sinmun|Rodong Shinmun"),
    ("uriminzokkiri", _K.STATE_MEDIA, "D", "dprk", "Uriminzokkiri|Uriminjokkiri"),
    ("meari", _K.STATE_MEDIA, "D", "dprk", "Meari|Arirang Meari"),
    ("unc", _K.MILITARY, "B", "", "United Nations Command|UN Command|UNC|U.N. Command"),
    ("kim-jong-un", _K.PERSON, "D", "dprk", "Kim Jong Un|Kim Jong-un|Chairman Kim Jong Un"),
    ("moon-jae-in", _K.PERSON, "B", "rok", "Moon Jae-in|Moon Jae In|President Moon"),
    # United States
    ("us-dod", _K.GOVERNMENT, "B", "us",
     "Pentagon|US Department of Defense|U.S. Department of Defense"
     "|US Defense Department|U.S. Defense Department|Department of Defense"),
    ("us-state", _K.GOVERNMENT, "B", "us", "US State Department|U.S. State Department"
     "|State Department|Department of State"),
    ("us-white-house", _K.GOVERNMENT, "B", "us", "White House"),
    ("us-military", _K.MILITARY, "B", "us",
     "US military|U.S. military|American military|US Forces Korea"
     "|U.S. Forces Korea|USFK|US Army|U.S. Army|CENTCOM"),
    ("us-intelligence", _K.INTELLIGENCE, "B", "us", "US intelligence|U.S. intelligence"
     "|American intelligence|US intelligence agencies|US spy agencies|U.S. spy agencies|CIA"
     "|Central Intelligence Agency|Defense Intelligence Agency"),
    ("trump", _K.PERSON, "C", "us", "Donald Trump|President Trump|President Donald Trump|Trump"),
    ("pompeo", _K.PERSON, "B", "us-state", "Mike Pompeo|Secretary of State Mike Pompeo|Pompeo"),
    ("mattis", _K.PERSON, "B", "us-dod", "Jim Mattis|James Mattis|Mattis"),
    ("bolton", _K.PERSON, "B", "us-white-house", "John Bolton"),
    # international bodies
    ("un", _K.INTERNATIONAL_BODY, "B", "", "United Nations|UN|U.N."),
    ("unsc", _K.INTERNATIONAL_BODY, "B", "un", "UN Security Council|U.N. Security Council"
     "|United Nations Security Council|Security Council|UNSC"),
    ("un-panel", _K.INTERNATIONAL_BODY, "B", "unsc", "UN Panel of Experts|Panel of Experts"
     "|U.N. Panel of Experts|UN panel of experts|UN experts|U.N. experts"),
    ("unga", _K.INTERNATIONAL_BODY, "B", "un",
     "UN General Assembly|U.N. General Assembly|General Assembly"
     "|Third Committee"),
    ("iaea", _K.INTERNATIONAL_BODY, "A", "un", "IAEA|International Atomic Energy Agency"
     "|UN nuclear watchdog|U.N. nuclear watchdog"),
    ("ctbto", _K.INTERNATIONAL_BODY, "A", "",
     "CTBTO|Comprehensive Nuclear-Test-Ban Treaty Organization"),
    ("opcw", _K.INTERNATIONAL_BODY, "A", "",
     "OPCW|Organisation for the Prohibition of Chemical Weapons"
     "|Organization for the Prohibition of Chemical Weapons"),
    ("osce", _K.INTERNATIONAL_BODY, "B", "",
     "OSCE|Organization for Security and Co-operation in Europe|OSCE Special Monitoring Mission"),
    ("nato", _K.INTERNATIONAL_BODY, "B", "", "NATO|Nato|North Atlantic Treaty Organization"),
    ("eu", _K.INTERNATIONAL_BODY, "B", "", "European Union|EU|E.U.|Brussels"),
    ("icrc", _K.INTERNATIONAL_BODY, "A", "",
     "ICRC|International Committee of the Red Cross|Red Cross"),
    ("kma", _K.OTHER, "A", "rok", "Korea Meteorological Administration|KMA"),
    ("usgs", _K.OTHER, "A", "us", "US Geological Survey|U.S. Geological Survey|USGS"),
    # think tanks and imagery analysts
    ("csis", _K.THINK_TANK, "B", "", "Center for Strategic and International Studies"
     "|Centre for Strategic and International Studies|CSIS|Beyond Parallel"),
    ("38north", _K.THINK_TANK, "B", "", "38 North|38North"),
    ("cns", _K.THINK_TANK, "B", "", "James Martin Center for Nonproliferation Studies"
     "|Center for Nonproliferation Studies"
     "|Middlebury Institute of International Studies|Middlebury Institute"
     "|Middlebury|CNS"),
    ("isis-online", _K.THINK_TANK, "B", "", "Institute for Science and International Security"),
    ("iiss", _K.THINK_TANK, "B", "", "International Institute for Strategic Studies|IISS"),
    ("sipri", _K.THINK_TANK, "B", "", "Stockholm International Peace Research Institute|SIPRI"),
    ("fas", _K.THINK_TANK, "B", "", "Federation of American Scientists"),
    # news
    ("yonhap", _K.NEWS_AGENCY, "B", "", "Yonhap|Yonhap News Agency|Yonhap news agency"),
    ("kyodo", _K.NEWS_AGENCY, "B", "", "Kyodo|Kyodo News|Kyodo news agency"),
    ("reuters", _K.NEWS_AGENCY, "B", "", "Reuters"),
    ("ap", _K.NEWS_AGENCY, "B", "", "Associated Press|AP"),
    ("afp", _K.NEWS_AGENCY, "B", "", "Agence France-Presse|AFP"),
    ("upi", _K.NEWS_AGENCY, "C", "", "United Press International|UPI"),
    ("nyt", _K.NEWS_AGENCY, "B", "", "New York Times|NYT"),
    ("wapo", _K.NEWS_AGENCY, "B", "", "Washington Post"),
    ("nbc", _K.NEWS_AGENCY, "B", "", "NBC News|NBC"),
    ("cnn", _K.NEWS_AGENCY, "B", "", "CNN"),
    ("npr", _K.NEWS_AGENCY, "B", "", "NPR"),
    ("bbc", _K.NEWS_AGENCY, "B", "", "BBC|British Broadcasting Corporation"),
    ("kbs", _K.NEWS_AGENCY, "B", "", "KBS|Korean Broadcasting System"),
    ("sky", _K.NEWS_AGENCY, "B", "", "Sky News"),
    ("xinhua", _K.STATE_MEDIA, "C", "china", "Xinhua|Xinhua News Agency"),
    ("tass", _K.STATE_MEDIA, "D", "russia", "TASS"),
    ("irna", _K.STATE_MEDIA, "D", "iran", "IRNA|Islamic Republic News Agency"),
    ("sana", _K.STATE_MEDIA, "D", "syria", "SANA|Syrian Arab News Agency"),
)  # fmt: skip

# Who tells whom: the allies' agencies see each other's product.
_SHARES: dict[str, tuple[str, ...]] = {
    "rok-jcs": ("rok-mnd", "rok-nis", "us-military", "us-intelligence"),
    "rok-mnd": ("rok-jcs", "rok-nis", "us-military"),
    "rok-nis": ("rok-jcs", "rok-mnd", "us-intelligence"),
    "rok-president": ("rok-jcs", "rok-mnd", "rok-nis"),
    "us-intelligence": ("rok-jcs", "rok-nis", "us-dod", "us-military", "us-state"),
    "us-military": ("rok-jcs", "rok-mnd", "us-dod", "us-intelligence"),
    "us-dod": ("us-intelligence", "us-military", "us-state"),
    "us-state": ("us-dod", "us-intelligence"),
    "kcna": ("dprk", "dprk-mofa", "kpa", "rodong"),
    "unc": ("rok-jcs", "rok-mnd", "us-military"),
}

# Adjectives of states: "Japanese officials", "North Korean soldiers".
DEMONYMS: dict[str, str] = {
    "North Korean": "North Korea",
    "South Korean": "South Korea",
    "American": "United States",
    "Japanese": "Japan",
    "Chinese": "China",
    "Russian": "Russia",
    "British": "United Kingdom",
    "French": "France",
    "German": "Germany",
    "Iranian": "Iran",
    "Iraqi": "Iraq",
    "Israeli": "Israel",
    "Indian": "India",
    "Pakistani": "Pakistan",
    "Syrian": "Syria",
    "Turkish": "Turkey",
    "Ukrainian": "Ukraine",
    "Colombian": "Colombia",
    "Libyan": "Libya",
    "Yemeni": "Yemen",
    "Armenian": "Armenia",
    "Azerbaijani": "Azerbaijan",
}

ACTORS: tuple[Actor, ...] = tuple(
    Actor(
        id=actor_id,
        names=tuple(names.split("|")),
        kind=kind,
        part_of=part_of or None,
        shares_with=_SHARES.get(actor_id, ()),
        reliability=Admiralty(letter),
    )
    for actor_id, kind, letter, part_of, names in _ROWS
)


def default_names() -> Names:
    """What a reader knows without a case: the built-in actors, no sites and no events."""
    return Names(actors=ACTORS, sites=(), events=())
