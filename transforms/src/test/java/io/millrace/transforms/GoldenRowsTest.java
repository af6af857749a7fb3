// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every captured record, as {@link NormalizeEnvelope} writes it in each shape and profile. The files under {@code
 * golden/} are the specification; {@code -Dmillrace.golden.update=true} writes them anew, to be read before they
 * are committed.
 */
class GoldenRowsTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    /** The folders under {@code golden/}, and with which settings the files in them were made. */
    private static final Map<String, Map<String, String>> VARIANTS = variants();

    private static Map<String, Map<String, String>> variants() {
        Map<String, Map<String, String>> variants = new TreeMap<>();
        variants.put("row", Map.of());
        variants.put("changelog", Map.of("shape", "changelog", "before", "nested", "unavailable", "null"));
        variants.put("envelope", Map.of("shape", "envelope", "unavailable", "null"));
        for (String profile : List.of("jdbc", "clickhouse", "bigquery", "snowflake", "iceberg", "databricks")) {
            variants.put(
                    profile,
                    Map.of("profile", profile, "types.temporal.digits", "truncate", "types.out.of.range", "null"));
        }
        variants.put(
                "debezium-compat",
                Map.of(
                        "profile",
                        "debezium-compat",
                        "delete.tombstone.handling.mode",
                        "rewrite",
                        "add.fields",
                        "op,table"));
        return variants;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("variantsOfCaptures")
    void replayGivesTheGoldenRows(String variant, Database database, String name) throws IOException {
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(VARIANTS.get(variant));

        List<String> lines = GoldenText.of(transform, Captures.sinkRecords(database, name));

        Path golden = GOLDEN.resolve(variant).resolve(database.folder()).resolve(name + ".jsonl");
        if (Boolean.getBoolean("millrace.golden.update")) {
            Files.createDirectories(golden.getParent());
            Files.write(golden, lines);
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(golden));
    }

    /** Every captured row, column by column, against the image that it came from. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tables")
    void leavesEveryValueAsItWas(Database database, String table) {
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(Map.of("unavailable", "keep", "delete.columns", "all"));

        for (SinkRecord record : Captures.sinkRecords(database, table)) {
            if (record.value() instanceof Struct event && !"t".equals(event.getString("op"))) {
                Struct image = event.getStruct("d".equals(event.getString("op")) ? "before" : "after");
                Struct row = (Struct) transform.apply(record).value();
                row.validate();
                for (Field column : image.schema().fields()) {
                    assertThat(row.getWithoutDefault(column.name()))
                            .as(column.name())
                            .isEqualTo(image.getWithoutDefault(column.name()));
                }
            }
        }
    }

    static Stream<Arguments> tables() {
        return Arrays.stream(Database.values())
                .flatMap(database -> database.tables().stream().map(table -> Arguments.of(database, table)));
    }

    /** Control records in the shape {@code row} alone: they are the same in all. */
    static Stream<Arguments> variantsOfCaptures() {
        return VARIANTS.keySet().stream()
                .flatMap(variant -> Arrays.stream(Database.values())
                        .flatMap(database -> Stream.concat(
                                        database.tables().stream(),
                                        variant.equals("row") ? database.controls().stream() : Stream.empty())
                                .map(name -> Arguments.of(variant, database, name))));
    }
}
