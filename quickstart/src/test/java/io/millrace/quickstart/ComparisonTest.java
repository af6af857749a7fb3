// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.Column.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final List<Column> COLUMNS =
            List.of(new Column("id", Kind.INTEGER), new Column("line", Kind.INTEGER), new Column("note", Kind.TEXT));

    @Test
    void findsNothingInEqualRowsInAnyOrder() {
        Comparison comparison = compare(rows("1,1,a", "1,2,b"), rows("1,2,b", "1,1,a"));

        assertThat(comparison).isEqualTo(Comparison.none());
        assertThat(comparison.isEqual()).isTrue();
    }

    @Test
    void countsMissingDoubledDifferentAndUnexpectedRows() {
        Comparison comparison = compare(rows("1,1,a", "1,2,b", "2,1,c"), rows("1,1,a", "1,1,a", "1,2,B", "9,9,z"));

        assertThat(comparison)
                .isEqualTo(new Comparison(
                        1,
                        1,
                        2,
                        List.of(
                                "items 1/1 is there more than once",
                                "items 1/2 has note = B (expected b)",
                                "items 9/9 should not be there",
                                "items 2/1 is missing")));
        assertThat(comparison.isEqual()).isFalse();
    }

    @Test
    void tellsNullFromAValue() {
        assertThat(compare(rows("1,1,NULL"), rows("1,1,x")).examples())
                .containsExactly("items 1/1 has note = x (expected null)");
    }

    @Test
    void showsOnlyTheFirstExamples() {
        Comparison comparison = compare(rows("1,1,a", "1,2,a", "1,3,a", "1,4,a", "1,5,a", "1,6,a", "1,7,a"), rows());

        assertThat(comparison.lost()).isEqualTo(7);
        assertThat(comparison.examples()).hasSize(5);
    }

    @Test
    void addsUp() {
        Comparison sum = new Comparison(1, 2, 3, List.of("a")).plus(new Comparison(10, 20, 30, List.of("b")));

        assertThat(sum).isEqualTo(new Comparison(11, 22, 33, List.of("a", "b")));
    }

    private static Comparison compare(Rows expected, Rows found) {
        return Comparison.of("items", COLUMNS, expected, found);
    }

    private static Rows rows(String... rows) {
        return new Rows(Stream.of(rows)
                .map(row -> Arrays.asList(row.split(",")))
                .map(row -> row.stream()
                        .map(text -> text.equals("NULL") ? null : text)
                        .toList())
                .map(row -> Rows.row(row, 2))
                .toList());
    }
}
