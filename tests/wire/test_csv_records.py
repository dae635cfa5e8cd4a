"""Whatever a file holds, each record of it is read or told with its line, in bounded memory."""

from __future__ import annotations

import tracemalloc

import pytest

from wire.csv_lines import LONGEST
from wire.csv_records import LONGEST_CELL, csv_table
from wire.file_encodings import FileUnusable, encoding_of

HEADER = "a,b,c\n"


@pytest.fixture
def read(tmp_path):
    """What the table of a text holds: {line: cells}, and {line: trouble}."""

    def do(content, **options):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with csv_table(path, required=("a",), optional=("b", "c"), **options) as table:
            records = list(table.records)
        good = {record.line: list(record.cells.values()) for record in records if not record.trouble}
        return good, {record.line: record.trouble for record in records if record.trouble}

    return do


class TestCsvTable:
    def test_names_the_line_where_each_record_begins_whatever_ends_lines(self, read):
        good, troubles = read('a,b,c\r\n1,"x\r\ny\nz",\n2,,\r3,,\n\n4,,')
        assert good == {2: ["1", "x\r\ny\nz", ""], 5: ["2", "", ""], 6: ["3", "", ""], 8: ["4", "", ""]}
        assert troubles == {}

    def test_takes_no_byte_order_mark_for_a_name(self, read):
        assert read(b"\xef\xbb\xbf" + HEADER.encode() + b"1,,\n") == ({2: ["1", "", ""]}, {})

    def test_loses_only_the_line_where_a_quotation_mark_is_missing(self, read):
        rest = "".join(f"{n},x,y\n" for n in range(4, 50_000))
        good, troubles = read(HEADER + "2,x,y\n" + '3,"x,y\n' + rest)
        assert list(troubles) == [3]
        assert "quotation mark" in troubles[3]
        assert len(good) == 49_997
        assert good[4] == ["4", "x", "y"]

    @pytest.mark.parametrize("later", ['4,"q",y\n', '4,"q ""r"" s",y\n', '4,"two\nlines",y\n'])
    def test_loses_only_that_line_also_where_others_are_quoted(self, read, later):
        good, troubles = read(HEADER + '2,"x,y\n' + "3,x,y\n" + later + "5,x,y\n")
        assert list(troubles) == [2]
        assert [cells[0] for cells in good.values()] == ["3", "4", "5"]

    def test_says_where_a_field_stays_open_to_the_end(self, read):
        _, troubles = read(HEADER + '2,"x,y\n' + "3,x,y\n")
        assert (
            "A closing quotation mark is missing: the field is still open at the end of the file, line 3."
            in troubles[2]
        )

    def test_rejects_records_of_too_many_and_too_few_fields(self, read):
        good, troubles = read(HEADER + "1,2\n" + "1,2,3,4\n" + "1,2,3\n")
        assert list(good) == [4]
        assert troubles[2] == "This record has 2 fields; the header names 3 columns."
        assert troubles[3] == "This record has 4 fields; the header names 3 columns."

    def test_rejects_a_line_that_is_too_long_and_goes_on(self, read):
        for ends in ("\n", "\r\n", "\r"):
            text = "a,b,c" + ends + "1,,x" + "x" * (3 * LONGEST) + ends + "2,," + ends
            good, troubles = read(text)
            assert good == {3: ["2", "", ""]}
            assert troubles == {2: f"This line is longer than {LONGEST:,} characters; it was not read."}

    def test_counts_lines_whose_end_falls_between_two_pieces(self, read):
        for more in range(-3, 4):
            good, troubles = read("a,b,c\r\n" + "x" * (2 * LONGEST + 1 + more) + "\r\n2,,\r\n")
            assert (list(good), list(troubles)) == ([3], [2])

    def test_rejects_a_field_that_is_too_long(self, read):
        good, troubles = read(HEADER + "1,," + "x" * (LONGEST_CELL + 1) + "\n2,,\n")
        assert list(good) == [3]
        assert "A field is longer than 131,072 characters" in troubles[2]

    def test_rejects_a_record_that_is_too_long_before_a_line_that_is(self, read):
        good, troubles = read(HEADER + '1,"open,\n' + "x" * (LONGEST + 10) + "\n3,,\n")
        assert (list(good), list(troubles)) == ([4], [2, 3])

    def test_rejects_a_million_columns(self, read):
        _, troubles = read(HEADER + "," * 200_000 + "\n")
        assert "200,001 fields" in troubles[2]
        with pytest.raises(FileUnusable, match="which is no header"):
            read("," * 1_000_000 + "\n")
        with pytest.raises(FileUnusable, match="The header names .* twice"):
            read("a," * 20_000 + "\n")

    def test_reads_a_line_of_any_length_in_bounded_memory(self, tmp_path):
        path = tmp_path / "long.csv"
        with path.open("w") as file:
            file.write(HEADER)
            for _ in range(40):
                file.write("x" * 1_000_000)
            file.write("\n1,2,3\n")
        tracemalloc.start()
        try:
            with csv_table(path, required=("a",)) as table:
                assert [record.line for record in table.records] == [2, 3]
            assert tracemalloc.get_traced_memory()[1] < 12_000_000
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "no header in its first line"),
            ("\n\n", "no header in its first line"),
            ("x,b,c\n", "no column a; its header reads x, b, c."),
            ("a;b;c\n1;2;3\n", "It is separated by semicolons; save it with commas."),
            ("a\tb\n", "It is separated by tabs; save it with commas."),
            ("a,b,a\n", "The header names a twice."),
            ("bell\a,b\n", r"its header reads bell\?, b\."),
            ("a,b,c\n1,x\0y,\n", r"a character of value zero \(near line 2\)"),
            (b"a,b,c\n1,\xff,\n", r"not written in UTF-8 \(near line 2\)"),
            ("a,b,c\n".encode("utf-16"), "not written in UTF-8"),
        ],
    )
    def test_says_in_one_sentence_why_a_file_cannot_be_used(self, read, content, said):
        with pytest.raises(FileUnusable, match=said):
            read(content)

    def test_a_header_alone_is_an_empty_table(self, read):
        assert read(HEADER) == ({}, {})
        assert read("a,b,c") == ({}, {})

    def test_says_what_cannot_be_opened(self, tmp_path):
        for path, said in ((tmp_path, "a folder"), (tmp_path / "none", "There is no file")):
            with pytest.raises(FileUnusable, match=said), csv_table(path, required=("a",)):
                pass

    def test_takes_quotation_marks_as_they_are_where_they_are_characters(self, read):
        good, _ = read('a\tb\tc\n"Great" item\tso "so\t"\n', delimiter="\t", quoted=False)
        assert good == {2: ['"Great" item', 'so "so', '"']}


class TestEncodingOf:
    @pytest.mark.parametrize(
        ("text", "written", "found"),
        [
            ("größer", "utf-8", "utf-8"),
            ("größer", "utf-8-sig", "utf-8"),
            ("größer", "utf-16", "utf-16"),
            ("größer, für 5 €: „très“ – naïve", "cp1252", "windows-1252"),
            ("plain", "ascii", "utf-8"),
        ],
    )
    def test_is_found_out(self, tmp_path, text, written, found):
        path = tmp_path / "file"
        path.write_bytes(text.encode(written))
        assert encoding_of(path) == found

    @pytest.mark.parametrize("text", ["とてもよかったです", "カタカナ", "商品が届きました。ありがとう"])
    def test_is_not_guessed_where_it_may_be_japanese(self, tmp_path, text):
        path = tmp_path / "file"
        path.write_bytes(text.encode("cp932"))
        with pytest.raises(FileUnusable, match="--encoding"):
            encoding_of(path)
