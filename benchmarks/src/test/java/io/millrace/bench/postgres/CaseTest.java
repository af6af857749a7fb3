// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseTest {
    @Test
    void isNamedAfterWorkShapeAndPuts() {
        assertThat(Case.all())
                .extracting(Case::text)
                .hasSize(18)
                .contains("append-10-columns", "upsert-existing-40-columns-500", "upsert-new-device-events");
        assertThat(Case.all())
                .allSatisfy(each -> assertThat(Case.named(each.text())).isEqualTo(each));
    }

    @Test
    void letsOnlyTheLimitOfTheWorkTakePart() {
        assertThat(taking("append-10-columns")).contains("raw-copy").doesNotContain("raw-upsert", "millrace-linger");
        assertThat(taking("upsert-new-10-columns-500"))
                .contains("raw-upsert", "millrace-linger", "debezium-unnest")
                .doesNotContain("raw-copy");
    }

    private static List<String> taking(String name) {
        return Contestant.all().stream()
                .filter(contestant -> contestant.takesPart(Case.named(name)))
                .map(Contestant::text)
                .toList();
    }

    @Test
    void deletesOtherRowsInEachPassAndAllOfThemInTen() {
        List<Rows.Row> rows = Work.MIXED_DELETES.rows(Shape.COLUMNS_10, 100).between(0, 100);

        for (Rows.Row row : rows) {
            int deleted = 0;
            for (int pass = 1; pass <= 10; pass++) {
                deleted += Work.MIXED_DELETES.deletes(row, pass) ? 1 : 0;
            }
            assertThat(deleted).isEqualTo(1);
        }
    }

    @Test
    void changesEachRowFromPassToPass() {
        for (Shape shape : Shape.values()) {
            List<Rows.Row> rows = Rows.inOrder(shape, 100).between(0, 100);

            assertThat(rows)
                    .filteredOn(row -> row.value(1).equals(row.value(2)))
                    .hasSizeLessThan(21);
            assertThat(rows).allSatisfy(row -> assertThat(row.value(3)).isSameAs(row.value(1)));
        }
    }
}
