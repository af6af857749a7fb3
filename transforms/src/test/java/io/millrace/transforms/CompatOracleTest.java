// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code profile=debezium-compat} gives for every captured record, in each delete mode and with each option, what
 * Debezium's ExtractNewRecordState gives. The one difference that captures meet in these settings is taken out first:
 * a deletion's tombstone has no value schema. The others are in {@link CompatDifferencesTest}.
 */
class CompatOracleTest {
    private static final List<String> MODES =
            List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone");
    private static final Map<String, String> DROP = Oracle.settings("drop.fields.header.name", "unchanged");
    private static final List<Map<String, String>> OPTIONS = List.of(
            Oracle.settings(),
            Oracle.settings("replace.null.with.default", "true"),
            Oracle.settings("replace.null.with.default", "false"),
            Oracle.settings(
                    "add.fields",
                    "op,table,lsn,source.ts_ms:committed,transaction.id,ts_ms,source.file,source.pos,name,total_order:n",
                    "add.headers",
                    "op,db,source.lsn,transaction.id:tx,source.sequence"),
            Oracle.settings(
                    "add.fields",
                    "op,nothing",
                    "add.fields.prefix",
                    "",
                    "add.headers",
                    "op:kind", //
                    "add.headers.prefix",
                    "cdc."),
            DROP,
            Oracle.settings(
                    "drop.fields.header.name",
                    "unchanged",
                    "drop.fields.from.key",
                    "true", //
                    "drop.fields.keep.schema.compatible",
                    "false",
                    "add.fields",
                    "op"));

    static Stream<Arguments> captures() {
        return Stream.of(Database.values())
                .flatMap(database -> Stream.concat(database.tables().stream(), database.controls().stream())
                        .map(name -> Arguments.of(database, name)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("captures")
    void givesInASourceConnectorWhatExtractNewRecordStateGives(Database database, String name) {
        compare(Captures.sourceRecords(database, name));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("captures")
    void givesInASinkConnectorWhatExtractNewRecordStateGives(Database database, String name) {
        compare(Captures.sinkRecords(database, name));
    }

    private static <R extends ConnectRecord<R>> void compare(List<R> captured) {
        List<R> records = captured.stream().map(CompatOracleTest::listing).toList();
        for (String mode : MODES) {
            for (Map<String, String> options : options(records)) {
                Map<String, String> settings = new HashMap<>(options);
                settings.put("delete.tombstone.handling.mode", mode);
                if (mode.equals("delete-to-tombstone") && options.equals(DROP)) {
                    continue; // the real class fails with a NullPointerException on each delete
                }
                Oracle<R> oracle = new Oracle<>(settings, Map.of("replace.null.with.default", "false"));
                for (R record : records) {
                    assertThat(Oracle.text(oracle.ours(record)))
                            .as("%s of %s", settings, record)
                            .isEqualTo(Oracle.text(Oracle.withoutTombstoneSchema(oracle.theirs(record))));
                }
            }
        }
    }

    /** The options, and a route by each kind of text column that all the records have. */
    private static List<Map<String, String>> options(List<? extends ConnectRecord<?>> records) {
        List<Map<String, String>> options = new ArrayList<>(OPTIONS);
        List<String> texts = records.stream()
                .flatMap(record -> row(record).stream())
                .map(CompatOracleTest::textColumns)
                .reduce((one, other) -> one.stream().filter(other::contains).toList())
                .orElse(List.of());
        texts.stream().limit(3).forEach(name -> options.add(Oracle.settings("route.by.field", name)));
        return options;
    }

    private static List<String> textColumns(Schema row) {
        return row.fields().stream()
                .filter(field -> field.schema().type() == Schema.Type.STRING)
                .map(Field::name)
                .toList();
    }

    private static Optional<Schema> row(ConnectRecord<?> record) {
        return Optional.ofNullable(record.valueSchema())
                .map(schema -> schema.field("after"))
                .map(Field::schema);
    }

    /** The record with a header that lists every other column, for {@code drop.fields.header.name}. */
    private static <R extends ConnectRecord<R>> R listing(R record) {
        row(record).ifPresent(schema -> {
            List<Field> fields = schema.fields();
            List<String> names = fields.stream()
                    .filter(field -> field.index() % 2 == 1)
                    .map(Field::name)
                    .toList();
            record.headers()
                    .add(
                            "unchanged",
                            names,
                            SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        });
        return record;
    }
}
