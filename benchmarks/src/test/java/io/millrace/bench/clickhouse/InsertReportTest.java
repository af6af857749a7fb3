// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.bench.Report;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.bench.sink.SinkMeasurement.Content;
import io.millrace.bench.sink.SinkMeasurement.Turn;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsertReportTest {
    private static final Case BLOCKS_OF_100K = Case.named("append-10-columns-100k");

    private final Report report = Report.of("clickhouse-sink");
    private final InsertReport inserts = new InsertReport(report);
    private final List<SinkMeasurement> measured = List.of(
            of("raw", new Turn(800_000, 0.1, 1.1, 30), new Turn(600_000, 0.1, 1.3, 30)),
            of("client-v2", new Turn(600_000, 0.6, 1.1, 400), new Turn(500_000, 0.6, 1.3, 400)),
            of("json-each-row", new Turn(300_000, 1, 2.5, 50), new Turn(300_000, 1, 2.5, 50)),
            of("millrace", new Turn(760_000, 0.3, 1.1, 48), new Turn(570_000, 0.3, 1.3, 48)));

    private static SinkMeasurement of(String contender, Turn... turns) {
        return new SinkMeasurement(BLOCKS_OF_100K.text(), contender, Content.EQUAL, List.of(turns));
    }

    @Test
    void printsTheMarkdownOfTheResults() {
        assertThat(inserts.table(BLOCKS_OF_100K, measured).lines())
                .containsExactly(
                        "### append-10-columns-100k",
                        "",
                        "| contender | rows/s | client µs/row | client B/row | server µs/row | x raw | x client-v2"
                                + " | x json-each-row |",
                        "|---|---|---|---|---|---|---|---|",
                        "| raw | 700,000 (600,000..800,000) | 0.10 (0.10..0.10) | 30 | 1.20 (1.10..1.30)"
                                + " | 1.00 | 1.27 | 2.33 |",
                        "| millrace | 665,000 (570,000..760,000) | 0.30 (0.30..0.30) | 48 | 1.20 (1.10..1.30)"
                                + " | 0.95 | 1.20 | 2.22 |",
                        "| client-v2 | 550,000 (500,000..600,000) | 0.60 (0.60..0.60) | 400 | 1.20 (1.10..1.30)"
                                + " | 0.79 | 1.00 | 1.83 |",
                        "| json-each-row | 300,000 (300,000..300,000) | 1.00 (1.00..1.00) | 50 | 2.50 (2.50..2.50)"
                                + " | 0.44 | 0.55 | 1.00 |",
                        "",
                        "- millrace / raw 0.95, target 0.90: met",
                        "- millrace / client-v2 1.20, target 1.25: missed",
                        "- millrace / json-each-row 2.22, target 2.00: met");
    }

    @Test
    void leavesRatiosAndTargetsOutWithoutTheOthers() {
        assertThat(inserts.table(BLOCKS_OF_100K, List.of(measured.get(3))).lines())
                .hasSize(5)
                .last()
                .asString()
                .endsWith("| - | - | - |");
    }

    @Test
    void writesOneRowPerCaseAndContender() throws IOException {
        inserts.add(BLOCKS_OF_100K, measured);

        JsonNode rows = JsonMapper.builder().build().readTree(report.json()).get("rows");
        assertThat(rows).hasSize(4);
        assertThat(rows.get(3).get("clientBytesPerRow").asInt()).isEqualTo(48);
        assertThat(rows.get(3).get("timesRaw").asDouble()).isEqualTo(0.95);
        assertThat(rows.get(3).get("targets"))
                .extracting(JsonNode::asText)
                .contains("millrace / client-v2 1.20, target 1.25: missed");
        assertThat(rows.get(0).has("targets")).isFalse();
    }

    @Test
    void aimsHigherTheLargerTheBlocks() {
        assertThat(Target.of(Case.named("append-40-columns-1k")))
                .containsExactly(new Target(Contestant.RAW, 0.85), new Target(Contestant.JSON_EACH_ROW, 2));
        assertThat(Target.of(Case.named("append-40-columns-10k"))).contains(new Target(Contestant.CLIENT_V2, 1.15));
        assertThat(Target.of(BLOCKS_OF_100K))
                .contains(new Target(Contestant.RAW, 0.9), new Target(Contestant.CLIENT_V2, 1.25));
    }

    @Test
    void namesCasesAfterShapeAndBlocks() {
        assertThat(Case.all())
                .extracting(Case::text)
                .containsExactly(
                        "append-10-columns-1k",
                        "append-10-columns-10k",
                        "append-10-columns-100k",
                        "append-40-columns-1k",
                        "append-40-columns-10k",
                        "append-40-columns-100k");
        assertThat(Case.all())
                .allSatisfy(each -> assertThat(Case.named(each.text())).isEqualTo(each));
    }
}
