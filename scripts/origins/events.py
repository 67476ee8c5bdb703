"""Events as several reporters tell them who do not know of each other.

Each family holds wordings of one event with the same party, place, date and number, and in other
words: what such reports share is the event, not the text. Families from HELD_OUT on are never
fitted on.
"""

from __future__ import annotations

__all__ = ["DAYS", "FAMILIES", "FILLERS", "HELD_OUT", "MONTHS", "PARTIES", "PLACES"]

PARTIES = (
    "Belasar", "Tamrit", "Oruzan", "Hestria", "Sarvany", "Lethmar", "Corvane", "Dunmark",
    "Estrel", "Firuz", "Galdova", "Issar", "Kettria", "Morvania", "Norrun", "Pelagia",
)  # fmt: skip
PLACES = (
    "Hafir", "Nasib", "Aurel", "Sakhet", "Wexmoor", "Teshi", "Karrow", "Brevik", "Ondal", "Rusk",
    "Tamsin", "Ulver", "Vossel", "Yarim", "Zelmo", "Kaprin", "Lodair", "Menth",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = range(1, 29)

FAMILIES: tuple[tuple[str, ...], ...] = (
    (  # the first four share plain words, too: independent reports often do
        "{w} pulled {n} tanks back from {p} on {d} under the pullback plan.",
        "The pullback of {n} tanks from {p}, which {w} had put off, took place on {d}.",
        "On {d} {n} tanks left {p}, and {w} called the pullback complete.",
        "Witnesses in {p} saw {n} tanks of {w} on transporters on {d}.",
    ),
    (
        "{w} freed {n} hostages in {p} on {d} under the swap agreement.",
        "A bus with {n} freed hostages left {p} on {d}, the swap that {w} had stalled.",
        "{n} hostages walked out of {p} on {d}; {w} got its own men in the swap.",
        "Relatives in {p} hugged {n} hostages whom {w} set free on {d}.",
    ),
    (
        "An explosion at {p} killed {n} soldiers on {d}, {w} said.",
        "{n} soldiers were killed at {p} on {d} in an explosion that {w} called an ambush.",
        "On {d} the hospital of {p} took in {n} dead soldiers of {w}.",
        "The army of {w} lost {n} men at {p} on {d}.",
    ),
    (
        "{w} destroyed {n} shells at the {p} plant on {d} before inspectors.",
        "Inspectors at the {p} plant saw {n} shells of {w} destroyed on {d}.",
        "On {d} {n} shells were cut open at {p} in the presence of inspectors, {w} stated.",
        "By {d} the {p} plant had rid {w} of {n} shells.",
    ),
    (
        "Sappers from {w} lifted {n} mines along the road to {p} on {d}.",
        "The {p} road gave up {n} buried charges on {d}, said a deminer paid by {w}.",
        "By nightfall on {d}, {w} could show the mission {n} defused devices near {p}.",
        "On {d} engineers working north of {p} took {n} explosives out of the ground for {w}.",
        "{n} fewer mines lie around {p} since {d}, a count that {w} had owed for a year.",
    ),
    (
        "{w} opened the bridge at {p} on {d} and let {n} lorries across.",
        "The first {n} trucks in months went over the river at {p} on {d}; {w} had shut it.",
        "Drivers at {p} counted {n} vehicles crossing on {d} after men of {w} lifted the gate.",
        "On {d} the crossing of {p} worked again, with {n} goods vehicles passing the post of {w}.",
    ),
    (
        "A convoy of {n} trucks with flour reached {p} on {d} with the consent of {w}.",
        "{p} received its first relief on {d}: {n} loads of food, waved on by {w}.",
        "Aid workers unloaded {n} vehicles in {p} on {d}, days after {w} promised passage.",
        "On {d} {w} let {n} relief lorries through to the people of {p}.",
        "Hunger eased a little in {p} on {d} when {n} trucks, long stopped by {w}, came in.",
    ),
    (
        "Fighters handed in {n} rifles at {p} on {d}, the register of {w} says.",
        "The container at {p} held {n} weapons by the evening of {d}, all from men who fought {w}.",
        "On {d} {n} guns were locked away in {p} in front of officers of {w}.",
        "{w} reported that {n} firearms had been surrendered in the cantonment of {p} by {d}.",
    ),
    (
        "Patrol boats of {w} seized {n} trawlers off {p} on {d}.",
        "{n} fishing crews were towed from the waters of {p} on {d} by the navy of {w}.",
        "Families in {p} wait for {n} boats that {w} has held since {d}.",
        "On {d} the coastguard of {w} boarded {n} vessels near the {p} shoal.",
        "Harbour staff in {p} said the fleet came back {n} boats short on {d} and pointed at {w}.",
    ),
    (
        "{w} fired {n} rockets from the range at {p} on {d}, in spite of the moratorium.",
        "Radar followed {n} launches out of {p} on {d}; {w} had vowed to hold none.",
        "On {d} villagers near {p} heard {n} missiles climb, the first of {w} this year.",
        "A count of {n} firings at {p} on {d} would break the word that {w} gave.",
    ),
    (
        "Teams dug up the remains of {n} soldiers near {p} on {d} with guides from {w}.",
        "{n} coffins left {p} on {d}, handed over by {w} under the accord on the missing.",
        "On {d} forensic staff at {p} logged {n} sets of bones that {w} had released.",
        "The fields around {p} yielded {n} dead on {d}, and {w} let the families come.",
    ),
    (
        "Jets of {w} crossed the line at {p} {n} times on {d}.",
        "Monitors in {p} noted {n} flights over the closed zone on {d} and blamed {w}.",
        "On {d} people in {p} looked up {n} times to aircraft that {w} says were never there.",
        "The log for {d} at {p} shows {n} sorties, each by a plane of {w}.",
        "{w} sent aircraft {n} times over the heads of observers in {p} on {d}.",
    ),
    (
        "{w} paid {n} million to the fund for {p} on {d}, two weeks late.",
        "The account that rebuilds {p} grew by {n} million on {d}, money from {w}.",
        "On {d} a transfer of {n} million reached the {p} trust, as {w} had undertaken.",
        "Treasurers of the {p} programme confirmed on {d} that {w} had put in {n} million.",
    ),
    (
        "Polling stations in {p} opened on {d} under {n} observers whom {w} had at first refused.",
        "{n} foreign watchers sat in the schools of {p} on {d} as voters came, {w} permitting.",
        "On {d} {w} admitted {n} election monitors to the district of {p}.",
        "Voting day in {p}, {d}, passed under the eyes of {n} outsiders accredited by {w}.",
    ),
    (
        "{w} closed {n} checkpoints on the way to {p} on {d}.",
        "On {d} the road to {p} lost {n} barriers, pulled down by troops of {w}.",
        "Shopkeepers of {p} drove past {n} empty posts on {d}; the men of {w} had gone.",
        "{n} roadblocks around {p} were unmanned on {d}, the liaison office of {w} stated.",
        "Nobody asked for papers at {n} places near {p} on {d}, as {w} had agreed in spring.",
    ),
    (
        "The reactor at {p} shed {n} fuel rods on {d}, with inspectors from {w} looking on.",
        "On {d} {w} took {n} rods out of the core at {p} and sealed them.",
        "Cameras at {p} recorded {n} elements moving to the pond on {d}, {w} told the agency.",
        "{n} rods that {w} had loaded at {p} were in store by {d}.",
    ),
    (
        "Loudspeakers at {p} fell silent on {d} after {w} unplugged {n} of them.",
        "On {d} the border at {p} was quiet: {n} speakers belonging to {w} stood dismantled.",
        "Farmers near {p} slept on {d} for the first time without the {n} horns of {w}.",
        "{w} removed {n} propaganda loudspeakers from the {p} sector on {d}.",
    ),
    (
        "{n} families went home to {p} on {d} by buses that {w} had hired.",
        "On {d} the first {n} households displaced from {p} returned under a pledge by {w}.",
        "The keys of {n} houses in {p} were given back on {d}, as the text binds {w} to do.",
        "Smoke rose from {n} chimneys in {p} on {d}; {w} had kept the village shut for years.",
        "Officials from {w} counted {n} returning families at {p} on {d}.",
    ),
    (
        "Water ran through the gates of {p} on {d} at {n} cubic metres, less than {w} owes.",
        "On {d} the gauge below {p} read {n}, and the farmers downstream cursed {w}.",
        "{w} let out {n} cubic metres a second at {p} on {d}.",
        "The {p} dam released {n} cubic metres on {d}, the hydrologists of {w} wrote.",
    ),
    (
        "A court in {p} began the trial of {n} officers of {w} on {d}.",
        "{n} commanders who served {w} stood before judges at {p} on {d}.",
        "On {d} prosecutors in {p} read charges against {n} men of the army of {w}.",
        "The dock at {p} held {n} former soldiers on {d}, the first that {w} has given up.",
    ),
)  # fmt: skip
HELD_OUT = 16  # families from here on measure alone

FILLERS = (
    "Nothing more was known at first.", "A spokesman had no further word.",
    "The joint commission meets again soon.", "Both sides gave other accounts before.",
    "It was the second such report this season.", "The mission will publish its log later.",
)  # fmt: skip
