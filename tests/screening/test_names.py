"""Names, company numbers and VAT numbers as ledgers and registers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.names import MAX_NAME_LENGTH, clean


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Northgate Cleaning Services Ltd", "northgate cleaning services", "ltd"),
        ("NORTHGATE CLEANING SVCS LIMITED", "northgate cleaning services", "ltd"),
        ("A T S Northgate Ltd", "ats northgate", "ltd"),
        ("A.T.S. Northgate Ltd", "ats northgate", "ltd"),
        ("Northgate & Hill PLC", "northgate hill", "plc"),
        ("Glanfa Cyf", "glanfa", "ltd"),
        ("Glanfa Cyfyngedig", "glanfa", "ltd"),
        ("Glanfa CCC", "glanfa", "plc"),
        ("Glanfa Cwmni Buddiannau Cymunedol", "glanfa", "cic"),
        ("Glanfa Cwmni Buddiant Cymunedol Cyf", "glanfa", "cic"),
        ("Cyngor Tref Glanfa", "council town glanfa", ""),
        ("Northgate Community Interest Company", "northgate", "cic"),
        ("Northgate CIC Ltd", "northgate", "cic"),
        ("Northgate Scottish Charitable Incorporated Organisation", "northgate", "scio"),
        ("Northgate Community Benefit Society Ltd", "northgate", "bs"),
        ("Northgate Public Limited Company", "northgate", "plc"),
        ("Northgate Limited Liability Partnership", "northgate", "llp"),
        ("Société Nordique S.A.", "societe nordique", "sa"),
        ("Nordtor GmbH & Co. KG", "nordtor", "kg"),
        ("Nordtor B.V.", "nordtor", "bv"),
        ("Nordtor Gesellschaft mit beschränkter Haftung", "nordtor", "gmbh"),
        ("Nordtor Società per Azioni", "nordtor", "spa"),
        ("Nordtor Aktiebolag", "nordtor", "ab"),
        # Cut off by the ledger's field; a short name that ends in "Li" has not been cut off.
        ("NORTHGATE COMMERCIAL CATERING LI", "northgate commercial catering", "ltd"),
        ("Northgate Li", "northgate li", ""),
        ("NORTHGATE KITCHENS COMMUNITY INTERES", "northgate kitchens", "cic"),
        ("St Odwin's C of E School", "saint odwins church england school", ""),
        ("Northgate NHS FT", "northgate nhs foundation trust", ""),
        ("LB Northgate", "london borough northgate", ""),
        ("Northgate &amp; Hill", "northgate hill", ""),
        ("Nordtor, Inc.", "nordtor", "inc"),
        # A form that starts a name is part of it, and a surname-first ledger puts it in the middle.
        ("Limited Access", "limited access", ""),
        ("HILL AND SON LIMITED ROE", "hill son roe", "ltd"),
        # A school's "The" stands at the end in ledgers.
        ("HAMMERTON SCHOOL THE", "hammerton school", ""),
        ("King's Lodge", "kings lodge", ""),
        # Other scripts are transliterated.
        ("Ρόδον", "rodon", ""),
        ("ООО «Вантер»", "vanter", "llc"),  # noqa: RUF001
        ("Общество с ограниченной ответственностью «Вантер»", "vanter", "llc"),  # noqa: RUF001
        ("株式会社ノルド", "norudo", "kk"),
        ("诺德有限公司", "nuode", "ltd"),
        ("نورد", "nwrd", ""),
        # A Cyrillic letter in a Latin word is the Latin one that it looks like.
        ("N\N{CYRILLIC SMALL LETTER O}rthg\N{CYRILLIC SMALL LETTER A}te Ltd", "northgate", "ltd"),
        # Foreign forms, also before the name.
        ("Nordtor Sp. z o.o.", "nordtor", "sp zoo"),
        ("Nordtor spol. s r.o.", "nordtor", "sro"),
        ("Nordtor S.A. de C.V.", "nordtor", "sa de cv"),
        ("Nordtor Sdn. Bhd.", "nordtor", "ltd"),
        ("Nordtor Pty. Limited", "nordtor", "ltd"),
        ("Nordtor A/S", "nordtor", "as"),
        ("Nordtor d.o.o.", "nordtor", "doo"),
        ("Nordtor Co., Ltd.", "nordtor", "ltd"),
        ("OAO Nordtor", "nordtor", "jsc"),
        ("Open Joint Stock Company Nordtor", "nordtor", "jsc"),
        ("Nordtor JSC", "nordtor", "jsc"),
        ("LLC Nordtor", "nordtor", "llc"),
        ("LLC Homes Limited", "llc homes", "ltd"),
        ("JSC Ltd", "jsc", "ltd"),
        ("Limited Liability Company", "limited liability", ""),
    ],
)
def test_core_and_legal_form(name: str, core: str, form: str) -> None:
    cleaned = clean(name)
    assert (cleaned.core, cleaned.legal_form) == (core, form)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("NORTHGATE CARE ****5146", "northgate care"),
        ("Northgate Care **USE 1234**", "northgate care"),
        ("NORTHGATE CARE *1614*", "northgate care"),
        ("NORTHGATE CARE ACC**6117", "northgate care"),
        ("Northgate Care (BACS)", "northgate care"),
        ("Northgate Care - BACS", "northgate care"),
        ("NORTHGATE LAW LLP_(OFFICE ACC)", "northgate law"),
        ("Northgate Care (in administration)", "northgate care"),
        ("Northgate Care in creditors' voluntary liquidation", "northgate care"),
        ("DO NOT USE - Northgate Care", "northgate care"),
        ("zzz Northgate Care", "northgate care"),
        ("DUPLICATE: Northgate Care", "northgate care"),
        ("Northgate Care - DUPLICATE", "northgate care"),
        ("Northgate Care (NEW BANK DETAILS)", "northgate care"),
        ("Northgate Care (Registered Charity No. 1234567)", "northgate care"),
        ("Northgate Care 0123456", "northgate care"),
        ("Inactive Northgate", "inactive northgate"),
        ("Northgate 2010", "northgate 2010"),
        # What looks like debris but is all there is stays.
        ("*1614*", "1614"),
        ("E*TRADE", "e trade"),
    ],
)
def test_ledger_debris_is_no_part_of_the_name(name: str, core: str) -> None:
    assert clean(name).core == core


@pytest.mark.parametrize(
    ("name", "core", "others"),
    [
        ("Northgate Ltd T/A Sunny Care", "northgate", ("Sunny Care",)),
        ("Northgate Ltd trading as Sunny Care", "northgate", ("Sunny Care",)),
        ("Northgate plc (formerly Hill Ltd)", "northgate", ("Hill Ltd",)),
        ("Northgate plc formerly known as Hill t/a Sunny", "northgate", ("Hill", "Sunny")),
        # The address after "c/o" is somebody else's.
        ("Northgate Ltd c/o Hill Accountants", "northgate", ()),
        # Without a name before it, it is no mark.
        ("AKA Solutions Ltd", "aka solutions", ()),
        ("Previously Ltd", "previously", ()),
    ],
)
def test_further_names(name: str, core: str, others: tuple[str, ...]) -> None:
    cleaned = clean(name)
    assert (cleaned.core, cleaned.trading_as) == (core, others)


def test_numbers_and_initials() -> None:
    cleaned = clean("Northgate Homes (2) Ltd")
    assert cleaned.numbers == {"2"}
    assert cleaned.initials == "nh2"
    assert cleaned.flat == "northgatehomes2"
    assert cleaned.original == "Northgate Homes (2) Ltd"


@pytest.mark.parametrize(
    "name", ["", "   ", "The Company Limited", "\x00\x07", "\U0001f600\U0001f600", "&", "of the"]
)
def test_a_name_that_says_nothing_has_no_core(name: str) -> None:
    assert clean(name).core == ""


def test_a_pasted_text_is_cut() -> None:
    cleaned = clean("northgate " * 1000)
    assert len(cleaned.core) <= MAX_NAME_LENGTH


@given(st.text(max_size=400))
def test_cleaning_never_fails_and_is_stable(name: str) -> None:
    cleaned = clean(name)
    assert cleaned == clean(name)
    assert cleaned.initials == "".join(word[0] for word in cleaned.words)


WORDS = st.lists(
    st.sampled_from(["Northgate", "Garden", "Élan", "Müller", "Harbour", "Two", "Ltd"]),
    min_size=1,
    max_size=5,
)


@given(WORDS)
def test_case_accents_and_punctuation_do_not_matter(words: list[str]) -> None:
    plain = clean(" ".join(words))
    shouted = clean(", ".join(words).upper() + ".")
    bare = clean(" ".join(words).replace("É", "E").replace("ü", "u"))
    assert plain.core == shouted.core == bare.core
    assert plain.legal_form == shouted.legal_form == bare.legal_form
