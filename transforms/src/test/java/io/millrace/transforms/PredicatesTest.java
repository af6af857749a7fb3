// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PredicatesTest {
    private static final Map<String, String> PLAIN = Map.of();

    /** What becomes of each captured record before it is tested. */
    enum Form {
        RAW,
        SCHEMALESS,
        CURATED,
        CURATED_SCHEMALESS,
        NESTED,
        ENVELOPE,
        UNWRAPPED;

        SinkRecord of(SinkRecord record) {
            return switch (this) {
                case RAW -> record;
                case SCHEMALESS -> Schemaless.record(record);
                case CURATED -> normalized(record, Map.of());
                case CURATED_SCHEMALESS -> Schemaless.record(normalized(record, Map.of()));
                case NESTED -> normalized(record, Map.of("metadata.nest", "_cdc"));
                case ENVELOPE -> normalized(record, Map.of("shape", "envelope"));
                case UNWRAPPED -> unwrapped(record);
            };
        }

        private static SinkRecord normalized(SinkRecord record, Map<String, String> more) {
            if (record.value() == null) {
                return record; // one without a key would be dropped
            }
            try (NormalizeEnvelope<SinkRecord> normalize = new NormalizeEnvelope<>()) {
                Map<String, String> props = new TreeMap<>(more);
                props.put("metadata.columns", "phase,db,schema,table");
                props.put("unavailable", "null");
                normalize.configure(props);
                return normalize.apply(record);
            }
        }

        /** A row with the metadata fields of Debezium's own transform. */
        private static SinkRecord unwrapped(SinkRecord record) {
            if (record.value() == null || record.valueSchema().field("after") == null) {
                return record;
            }
            Struct source = ((Struct) record.value()).getStruct("source");
            String op = ((Struct) record.value()).getString("op");
            Schema schema = SchemaBuilder.struct()
                    .field("__op", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("__deleted", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("__table", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("__db", Schema.OPTIONAL_STRING_SCHEMA)
                    .build();
            Struct row = new Struct(schema)
                    .put("__op", op)
                    .put("__deleted", String.valueOf("d".equals(op)))
                    .put("__table", source.getString("table"))
                    .put("__db", source.getString("db"));
            return record.newRecord(
                    record.topic(), 0, record.keySchema(), record.key(), schema, row, record.timestamp());
        }

        String prefix() {
            return this == UNWRAPPED ? "__" : "_";
        }

        String nest() {
            return this == NESTED ? "_cdc" : "";
        }
    }

    static Stream<Form> forms() {
        return Stream.of(Form.values());
    }

    /** What a record is, by what a reader of the captures sees in it. */
    private static String seen(SinkRecord captured) {
        if (captured.value() == null) {
            return "tombstone";
        }
        String name = captured.valueSchema().name();
        return name.endsWith(".Envelope")
                ? ((Struct) captured.value()).getString("op")
                : name.substring(name.lastIndexOf('.') + 1);
    }

    private static List<SinkRecord> captured() {
        List<SinkRecord> all = new ArrayList<>();
        for (Database database : Database.values()) {
            database.tables().forEach(table -> all.addAll(Captures.sinkRecords(database, table)));
            database.controls().forEach(control -> all.addAll(Captures.sinkRecords(database, control)));
        }
        return all;
    }

    /** How many captured records of which sort the predicate holds for. */
    private static Map<String, Integer> matched(Predicate<SinkRecord> predicate, Form form, Map<String, String> props) {
        Map<String, String> all = new TreeMap<>(props);
        if (predicate.config().names().contains("metadata.prefix")) {
            all.put("metadata.prefix", form.prefix());
            all.put("metadata.nest", form.nest());
        }
        predicate.configure(all);
        Map<String, Integer> matched = new TreeMap<>();
        for (SinkRecord record : captured()) {
            if (predicate.test(form.of(record))) {
                matched.merge(seen(record), 1, Integer::sum);
            }
        }
        return matched;
    }

    private static Map<String, Integer> all(String... sorts) {
        Map<String, Integer> counted = new TreeMap<>();
        for (SinkRecord record : captured()) {
            if (List.of(sorts).contains(seen(record))) {
                counted.merge(seen(record), 1, Integer::sum);
            }
        }
        assertThat(counted).as("captured").containsOnlyKeys(sorts);
        return counted;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isRowChangeHoldsForChangesAndNothingElse(Form form) {
        assertThat(matched(new IsRowChange<>(), form, PLAIN)).isEqualTo(all("c", "u", "d", "r", "t"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isDeleteHoldsForDeletedRowsAndTombstones(Form form) {
        assertThat(matched(new IsDelete<>(), form, PLAIN)).isEqualTo(all("d", "tombstone"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isDeleteLeavesTombstonesOutOnRequest(Form form) {
        assertThat(matched(new IsDelete<>(), form, Map.of("tombstones", "ignore")))
                .isEqualTo(all("d"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isSnapshotHoldsForRowsThatWereRead(Form form) {
        assertThat(matched(new IsSnapshot<>(), form, PLAIN)).isEqualTo(all("r"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void operationIsHoldsForTheOperationsAskedFor(Form form) {
        assertThat(matched(new OperationIs<>(), form, Map.of("operations", "c, u")))
                .isEqualTo(all("c", "u"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isHeartbeatHoldsForHeartbeats(Form form) {
        assertThat(matched(new IsHeartbeat<>(), form, PLAIN)).isEqualTo(all("Heartbeat"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isTransactionMetadataHoldsForTheirMarkers(Form form) {
        assertThat(matched(new IsTransactionMetadata<>(), form, PLAIN)).isEqualTo(all("TransactionMetadataValue"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isSchemaChangeHoldsForThem(Form form) {
        assertThat(matched(new IsSchemaChange<>(), form, PLAIN)).isEqualTo(all("SchemaChangeValue"));
    }

    @Nested
    class TableMatching {
        @ParameterizedTest
        @EnumSource(Form.class)
        void takesTheTableFromTheRecord(Form form) {
            assertThat(tables(form, "composite_key")).hasSize(3).allMatch(name -> name.endsWith(".composite_key"));
            assertThat(tables(form, "fleet\\.no_key,.*full_identity"))
                    .hasSize(4)
                    .allMatch(name -> name.endsWith(".no_key") || name.endsWith(".full_identity"));
            assertThat(tables(form, "omposite_key")).isEmpty();
        }

        private List<String> tables(Form form, String patterns) {
            TableMatches<SinkRecord> predicate = new TableMatches<>();
            predicate.configure(
                    Map.of("tables", patterns, "metadata.prefix", form.prefix(), "metadata.nest", form.nest()));
            return captured().stream()
                    .filter(record -> predicate.test(form.of(record)))
                    .map(ConnectRecord::topic)
                    .distinct()
                    .toList();
        }

        @ParameterizedTest
        @CsvSource({
            "shop.public.orders,true",
            "public.orders,true",
            "orders,true",
            "shop\\..*,true",
            "shop,false",
            "rders,false",
            "shop.orders,false",
            "cdc\\..*,false",
            "ORDERS,false"
        })
        void matchesTheWholeNameOrAllAfterADot(String pattern, boolean matches) {
            Envelopes postgres = Envelopes.wal();
            SourceRecord record = postgres.record(
                    postgres.event("c", null, postgres.order(1, "new", null, 1), postgres.at("[\"1\",\"2\"]")));

            assertThat(tableMatches(pattern).test(moved(record, "cdc.other"))).isEqualTo(matches);
        }

        @Test
        void takesTheTopicWhereTheRecordDoesNotSay() {
            SourceRecord tombstone =
                    new SourceRecord(null, null, "cdc.shop.orders", 0, Schema.STRING_SCHEMA, "k", null, null);
            SourceRecord text = new SourceRecord(null, null, "cdc.shop.orders", Schema.STRING_SCHEMA, "text");

            assertThat(tableMatches("shop\\.orders").test(tombstone)).isTrue();
            assertThat(tableMatches("shop\\.orders").test(text)).isTrue();
            assertThat(tableMatches("customers").test(tombstone)).isFalse();
        }

        private TableMatches<SourceRecord> tableMatches(String pattern) {
            TableMatches<SourceRecord> predicate = new TableMatches<>();
            predicate.configure(Map.of("tables", pattern));
            return predicate;
        }

        private SourceRecord moved(SourceRecord record, String topic) {
            return record.newRecord(
                    topic, 0, record.keySchema(), record.key(), record.valueSchema(), record.value(), 1L);
        }

        @Test
        void refusesBadExpressions() {
            assertThatThrownBy(() -> tableMatches("shop\\.(orders"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("Invalid value shop\\.(orders for configuration tables: expected a regular expression:"
                            + " Unclosed group");
            assertThatThrownBy(() -> tableMatches("")).isInstanceOf(ConfigException.class);
        }
    }

    @Test
    void operationIsRefusesOtherLetters() {
        assertThatThrownBy(() -> new OperationIs<SinkRecord>().configure(Map.of("operations", "c,m")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [c, m] for configuration operations: expected any of c, u, d, r, t");
        assertThatThrownBy(() -> new OperationIs<SinkRecord>().configure(Map.of("operations", "")))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new OperationIs<SinkRecord>().configure(PLAIN)).isInstanceOf(ConfigException.class);
    }

    @Test
    void areFalseForValuesThatSayNothing() {
        SinkRecord text = new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "d", 1);
        SinkRecord schemaless = new SinkRecord("t", 0, null, null, null, Map.of("id", 1), 1);
        SinkRecord bytes = new SinkRecord("t", 0, null, null, null, new byte[0], 1);
        for (Predicate<SinkRecord> predicate : List.<Predicate<SinkRecord>>of(
                new IsRowChange<>(),
                new IsDelete<>(),
                new IsSnapshot<>(),
                new IsHeartbeat<>(),
                new IsTransactionMetadata<>(),
                new IsSchemaChange<>())) {
            predicate.configure(PLAIN);

            assertThat(predicate.test(text)).isFalse();
            assertThat(predicate.test(schemaless)).isFalse();
            assertThat(predicate.test(bytes)).isFalse();
        }
    }

    @Test
    void readACanonicalEnvelopeToo() {
        Schema row = SchemaBuilder.struct()
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("op", Schema.STRING_SCHEMA)
                .field("before", row)
                .field("after", row)
                .field("table", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("op", "d").put("table", "orders");
        SinkRecord record = new SinkRecord("t", 0, null, null, schema, value, 1);

        assertThat(test(new IsDelete<>(), record, PLAIN)).isTrue();
        assertThat(test(new IsRowChange<>(), record, PLAIN)).isTrue();
        assertThat(test(new TableMatches<>(), record, Map.of("tables", "orders")))
                .isTrue();
    }

    @Test
    void areFalseWhereSomethingElseIsInTheColumnForMetadata() {
        Map<String, String> nested = Map.of("metadata.nest", "_cdc");
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("id", 1, "_cdc", "text"), 1);

        assertThat(test(new IsRowChange<>(), record, nested)).isFalse();
        assertThat(test(new IsDelete<>(), record, nested)).isFalse();
        assertThat(test(new IsSnapshot<>(), record, nested)).isFalse();
    }

    private static boolean test(Predicate<SinkRecord> predicate, SinkRecord record, Map<String, String> props) {
        predicate.configure(props);
        return predicate.test(record);
    }

    @Test
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    void areListedDocumentedAndVersioned() {
        List<ServiceLoader.Provider<Predicate>> listed = ServiceLoader.load(Predicate.class).stream()
                .filter(each -> each.type().getName().startsWith("io.millrace."))
                .toList();

        assertThat(listed)
                .extracting(each -> each.type().getSimpleName())
                .containsExactlyInAnyOrder(
                        "IsRowChange",
                        "IsDelete",
                        "IsSnapshot",
                        "IsHeartbeat",
                        "IsTransactionMetadata",
                        "IsSchemaChange",
                        "OperationIs",
                        "TableMatches");
        assertThat(listed).allSatisfy(each -> {
            Predicate<?> predicate = each.get();
            assertThat(((Versioned) predicate).version()).isNotBlank();
            assertThat(predicate.config().configKeys().values()).allSatisfy(key -> {
                assertThat(key.documentation).hasSizeGreaterThan(20).endsWith(".");
                assertThat(key.group).isNotBlank();
                assertThat(key.width).isNotEqualTo(ConfigDef.Width.NONE);
                assertThat(key.orderInGroup).isPositive();
            });
        });
    }

    @Test
    void sayThatTheyWereNotConfigured() {
        SinkRecord record = new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "d", 1);

        assertThatThrownBy(() -> new IsDelete<SinkRecord>().test(record))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot test records: configure() was not called. Configure the predicate.");
    }
}
