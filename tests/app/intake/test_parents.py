"""Tables of parents in their three forms, with fictitious companies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.intake import ParentLink, UnusableInput, gleif, parents, psc, read_parents
from support.companies_house import A_PERSON, controlled

DAY = date(2026, 11, 20)


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


class TestPlainTable:
    """child_number, parent_number and what else is known."""

    def test_a_link_has_numbers_in_their_one_form_and_what_the_table_says_further(
        self, tmp_path: Path
    ) -> None:
        path = write(
            tmp_path / "parents.csv",
            "child_number,parent_number,child_name,parent_name,source,as_at",
            "1111111,SC22222,Wexcombe Foods Ltd,Wexcombe Holdings plc,group accounts,31/03/2026",
        )
        [link] = read_parents(path, DAY).links
        assert link == ParentLink(
            "01111111",
            "SC022222",
            "Wexcombe Foods Ltd",
            "Wexcombe Holdings plc",
            "group accounts",
            date(2026, 3, 31),
        )

    def test_numbers_are_enough_and_the_copys_day_stands_in(self, tmp_path: Path) -> None:
        path = write(tmp_path / "parents-2026-11-20.csv", "parent_number,child_number", "02222222,01111111")
        [link] = read_parents(path).links
        assert link == ParentLink("01111111", "02222222", source="table", as_at=DAY)

    def test_rows_that_name_no_two_companies_are_counted(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "p.csv",
            "child_number,parent_number",
            "01111111,HRB 1234 Munich",
            ",02222222",
            "01111111,1111111",
            "01111111",
            "01111111,02222222",
            "01111111,02222222",
        )
        read = read_parents(path, DAY)
        assert len(read.links) == 1 and read.rows_read == 6
        assert read.reasons == {
            parents.NO_PARENT: 1,
            parents.NO_CHILD: 1,
            parents.SAME: 1,
            parents.BROKEN_ROW: 1,
        }

    def test_another_table_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableInput, match="not a table of parents; it lacks the columns parent_number"):
            read_parents(write(tmp_path / "p.csv", "child_number,parent", "1,2"), DAY)


class TestPersonsWithSignificantControl:
    """Companies House's snapshot."""

    def test_a_company_with_a_majority_is_a_parent(self, tmp_path: Path) -> None:
        path = write(tmp_path / "snapshot-2026-11-20.txt", controlled("01111111", "2222222"))
        read = read_parents(path)
        assert read.links == (
            ParentLink("01111111", "02222222", "", "Wexcombe Holdings plc", psc.SOURCE, DAY),
        )

    def test_people_are_passed_over_before_their_line_is_parsed(self, tmp_path: Path) -> None:
        broken = A_PERSON[:-1]
        path = write(tmp_path / "s.txt", A_PERSON, broken, controlled("01111111", "02222222"))
        read = read_parents(path, DAY)
        assert (read.passed_over, len(read.links), read.reasons) == (2, 1, {})
        assert "Some Body" not in repr(read)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"ceased_on": "2024-01-31"}, psc.CEASED),
            ({"natures_of_control": ["ownership-of-shares-25-to-50-percent"]}, psc.NO_MAJORITY),
            ({"natures_of_control": ["significant-influence-or-control"]}, psc.NO_MAJORITY),
            ({"natures_of_control": ["voting-rights-75-to-100-percent-as-trust"]}, psc.NO_MAJORITY),
            ({"natures_of_control": None}, psc.NO_MAJORITY),
            (
                {"identification": {"country_registered": "Germany", "registration_number": "02222222"}},
                psc.OTHER_REGISTER,
            ),
            ({"identification": {"registration_number": "02222222"}}, psc.OTHER_REGISTER),
            ({"identification": None}, psc.OTHER_REGISTER),
            ({"identification": {"country_registered": "UK"}}, parents.NO_PARENT),
        ],
    )
    def test_what_makes_no_parent_is_counted_by_its_reason(
        self, tmp_path: Path, changed: dict[str, object], why: str
    ) -> None:
        path = write(tmp_path / "s.txt", controlled("01111111", "02222222", **changed))
        read = read_parents(path, DAY)
        assert (read.links, read.reasons) == ((), {why: 1})

    @pytest.mark.parametrize(
        "nature",
        [
            "voting-rights-50-to-75-percent",
            "right-to-appoint-and-remove-directors",
            "ownership-of-shares-75-to-100-percent-as-firm",
            "part-right-to-share-surplus-assets-75-to-100-percent",
        ],
    )
    def test_other_majorities_count_too(self, tmp_path: Path, nature: str) -> None:
        path = write(tmp_path / "s.txt", controlled("01111111", "02222222", natures_of_control=[nature]))
        assert len(read_parents(path, DAY).links) == 1

    def test_a_line_that_is_no_json_is_counted(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.txt", controlled("01111111", "02222222"), controlled("1", "2")[:-9])
        assert read_parents(path, DAY).reasons == {psc.BROKEN_LINE: 1}


class TestGleif:
    """Level 2 relations with the company numbers of level 1."""

    HEAD = (
        "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,"
        "Relationship.RelationshipType,Relationship.RelationshipStatus"
    )
    LEVEL_1 = (
        "LEI,Entity.LegalName,Entity.RegistrationAuthority.RegistrationAuthorityID,"
        "Entity.RegistrationAuthority.RegistrationAuthorityEntityID"
    )

    def companies(self, tmp_path: Path) -> Path:
        return write(
            tmp_path / "lei.csv",
            self.LEVEL_1,
            "CHILD,Wexcombe Foods Limited,RA000585,01111111",
            "PARENT,WEXCOMBE HOLDINGS PLC,RA000587,SC022222",
            "ABROAD,Wexcombe GmbH,RA000242,HRB 1",
        )

    def test_a_relation_in_force_between_british_companies_is_a_link(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "rr-2026-11-20.csv",
            self.HEAD,
            "CHILD,LEI,PARENT,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE",
            "CHILD,LEI,ABROAD,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE",
            "CHILD,LEI,PARENT,IS_ULTIMATELY_CONSOLIDATED_BY,INACTIVE",
            "CHILD,LEI,PARENT,IS_FUND-MANAGED_BY,ACTIVE",
        )
        read = read_parents(path, lei_file=self.companies(tmp_path))
        assert read.links == (
            ParentLink(
                "01111111", "SC022222", "Wexcombe Foods Limited", "WEXCOMBE HOLDINGS PLC", gleif.SOURCE, DAY
            ),
        )
        assert read.reasons == {gleif.NO_NUMBERS: 1, gleif.NOT_ACTIVE: 1} and read.passed_over == 1

    def test_without_level_1_it_says_what_to_give(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableInput, match="--lei FILE"):
            read_parents(write(tmp_path / "rr-2026-11-20.csv", self.HEAD))
