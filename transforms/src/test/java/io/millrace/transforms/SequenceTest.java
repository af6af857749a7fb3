// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code _seq} promises, shown on captured records and on the cases that they do not hold. */
class SequenceTest {
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tables")
    void growsWithEveryChangeOfAKey(Database database, String table) {
        Map<Object, String> last = new HashMap<>();

        for (SinkRecord record : Captures.sinkRecords(database, table)) {
            if (record.value() instanceof Struct && !isSnapshot(record)) {
                String sequence = sequence(record);
                String earlier = last.put(keyOf(record), sequence);
                if (earlier != null) {
                    assertThat(sequence).as("offset %d", record.kafkaOffset()).isGreaterThan(earlier);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tables")
    void neverGoesBackAlongATopic(Database database, String table) {
        List<String> sequences = sequences(Captures.sinkRecords(database, table));

        assertThat(sequences).isSorted().isNotEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tables")
    void neverGoesBackAlongATopicWithoutTransactionMetadata(Database database, String table) {
        List<SinkRecord> records = Captures.sinkRecords(database, table);
        records.removeIf(record -> record.value() == null);
        records.forEach(record -> ((Struct) record.value()).put("transaction", null));

        assertThat(sequences(records)).isSorted();
    }

    @ParameterizedTest
    @EnumSource
    void ordersTheChangesOfAllTablesAsTheDatabaseCommittedThem(Database database) {
        List<SinkRecord> changes = new ArrayList<>();
        for (String table : database.tables()) {
            changes.addAll(Captures.sinkRecords(database, table));
        }
        changes.removeIf(record -> transaction(record) == null);

        changes.sort(Comparator.comparing(SequenceTest::sequence));

        assertThat(changes).hasSizeGreaterThan(15);
        assertThat(new LinkedHashSet<>(
                        changes.stream().map(SequenceTest::sequence).toList()))
                .as("distinct order keys")
                .hasSameSizeAs(changes);
        List<String> inTurn = changes.stream()
                .map(record -> transactionId(transaction(record).getString("id")))
                .distinct()
                .toList();
        assertThat(committed(database)).containsSubsequence(inTurn);
        assertThat(changes)
                .isSortedAccordingTo(Comparator.<SinkRecord>comparingInt(record ->
                                inTurn.indexOf(transactionId(transaction(record).getString("id"))))
                        .thenComparing(record -> transaction(record).getInt64("total_order")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tables")
    void ordersTheSameAsTextAndAsNumbers(Database database, String table) {
        List<String> sequences = sequences(Captures.sinkRecords(database, table));

        assertThat(sequences).allMatch(sequence -> sequence.matches("[0-7][0-9a-f]{15}(/[0-7][0-9a-f]{15}){3}"));
        assertThat(sequences.stream().map(SequenceTest::number)).isSorted();
    }

    @Test
    void sortsSnapshotBeforeStreamBeforeIncrementalSnapshotAtOnePosition() {
        Envelopes made = Envelopes.wal();
        Struct snapshot =
                made.event("r", null, order(made), made.at("[null,\"12\"]").put("snapshot", "first"));
        Struct streamed = made.event("u", null, order(made), made.at("[null,\"12\"]"));
        Struct incremental =
                made.event("r", null, order(made), made.at("[null,\"12\"]").put("snapshot", "incremental"));

        assertThat(List.of(
                        sequence(made.record(snapshot)),
                        sequence(made.record(streamed)),
                        sequence(made.record(incremental))))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void startsWithTheEpoch() {
        Envelopes made = Envelopes.binlog();
        SourceRecord record = made.record(made.event("c", null, order(made), made.at("binlog.000003", 120, 0)));

        assertThat(sequence(record, Map.of("sequence.epoch", "2"))).startsWith("0000000200000003/");
        assertThat(sequence(record, Map.of("sequence.epoch", "2147483647"))).startsWith("7fffffff00000003/");
    }

    @Test
    void startsWithTheEpochOfTheServer() {
        Envelopes made = Envelopes.from(Envelopes.common("io.debezium.connector.mysql.Source")
                .field("server_id", Schema.INT64_SCHEMA)
                .field("file", Schema.STRING_SCHEMA)
                .field("pos", Schema.INT64_SCHEMA)
                .field("row", Schema.INT32_SCHEMA));
        Map<String, String> config = Map.of("sequence.epochs", "184054:0,184055:1");
        Struct old = made.at("binlog.000900", 120, 0).put("server_id", 184054L);
        Struct promoted = made.at("binlog.000003", 4, 0).put("server_id", 184055L);

        assertThat(sequence(made.record(made.event("c", null, order(made), promoted)), config))
                .startsWith("0000000100000003/")
                .isGreaterThan(sequence(made.record(made.event("c", null, order(made), old)), config));
    }

    @Test
    void findsSnapshotRowsOfABinlogToHaveNoServer() {
        assertThat(Captures.sinkRecords(Database.MYSQL, Database.MYSQL.tables().get(0)).stream()
                        .filter(record -> record.value() instanceof Struct && isSnapshot(record))
                        .map(record ->
                                ((Struct) record.value()).getStruct("source").getInt64("server_id")))
                .containsOnly(0L);
    }

    @Nested
    class OfABinlog {
        private final Envelopes made = Envelopes.binlog();

        @Test
        void comparesFileNumbersAsNumbers() {
            assertThat(sequence(change("binlog.999999", 9, 0))).isLessThan(sequence(change("binlog.1000000", 4, 0)));
            assertThat(sequence(change("a.b-bin.000009", 9, 0))).startsWith("0000000000000009/");
        }

        @Test
        void countsRowsOfOneEvent() {
            assertThat(sequence(change("b.1", 9, 0))).isLessThan(sequence(change("b.1", 9, 1)));
        }

        @Test
        void putsTheCreateOfAKeyChangeAfterItsDelete() {
            Struct at = made.at("b.1", 9, 0);
            SourceRecord delete = made.record(
                    made.event("d", order(made), null, at),
                    offset(1),
                    headers -> headers.addString("__debezium.newkey", "8"));
            SourceRecord create = made.record(
                    made.event("c", null, order(made), at),
                    offset(1),
                    headers -> headers.addString("__debezium.oldkey", "7"));

            assertThat(sequence(delete)).isLessThan(sequence(create));
        }

        @Test
        void countsEventsOfATransactionAcrossARestartWithinIt() {
            Struct before = made.inTransaction(made.event("u", null, order(made), made.at("b.1", 9, 1)), 5);
            Struct after = made.inTransaction(made.event("u", null, order(made), made.at("b.1", 9, 0)), 1);

            assertThat(sequence(made.record(before, offset(4), headers -> {})))
                    .isLessThan(sequence(made.record(after, offset(6), headers -> {})));
        }

        @Test
        void countsByTransactionMetadataWhereThereIsNoSourceOffset() {
            Struct third = made.inTransaction(made.event("u", null, order(made), made.at("b.1", 9, 1)), 3);
            Struct fourth = made.inTransaction(made.event("u", null, order(made), made.at("b.1", 9, 0)), 4);

            assertThat(sequence(made.record(third))).isLessThan(sequence(made.record(fourth)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"binlog", "binlog.", "binlog.x1", "binlog.99999999999", "binlog.4294967296"})
        void needsANumberedFile(String file) {
            assertThatThrownBy(() -> sequence(change(file, 9, 0)))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot order the change: source.file does not end in a number (expected a name like"
                            + " binlog.000001) at shop.orders from {server=shop} at {n=1} value."
                            + " Check the connector and its version.");
        }

        private SourceRecord change(String file, long pos, int row) {
            return made.record(made.event("u", null, order(made), made.at(file, pos, row)));
        }

        private Map<String, Object> offset(long event) {
            return Map.of("file", "b.1", "pos", 9L, "event", event);
        }
    }

    @Nested
    class OfAWriteAheadLog {
        private final Envelopes made = Envelopes.wal();

        @Test
        void comparesCommitsBeforePositions() {
            assertThat(sequence(change("[\"200\",\"150\"]"))).isGreaterThan(sequence(change("[\"100\",\"180\"]")));
        }

        @Test
        void takesANullCommitForTheFirstTransaction() {
            assertThat(sequence(change("[null,\"24038792\"]")))
                    .isEqualTo("0000000000000000/0000000000000000/00000000016ecd88/1000000000000000");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "[null,null]",
                    "[\"1\"]",
                    "[1,2]",
                    "[\"a\",\"2\"]",
                    "[\"1\",\"99999999999999999999\"]"
                })
        void needsThePairThatDebeziumWrites(String sequence) {
            assertThatThrownBy(() -> sequence(change(sequence)))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot order the change: source.sequence is not [\"commit\",\"position\"] at shop.orders"
                                    + " from {server=shop} at {n=1} value. Check the connector and its version.");
        }

        @Test
        void needsASequence() {
            assertThatThrownBy(() -> sequence(change(null)))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot order the change: source.sequence is null at shop.orders from {server=shop} at"
                            + " {n=1} value. Check the connector and its version.");
        }

        private SourceRecord change(String sequence) {
            return made.record(made.event("u", null, order(made), made.at(sequence)));
        }
    }

    static Stream<Arguments> tables() {
        return Arrays.stream(Database.values())
                .flatMap(database -> database.tables().stream().map(table -> Arguments.of(database, table)));
    }

    private static Struct order(Envelopes made) {
        return made.order(7, "new", null, 1);
    }

    private static List<String> sequences(List<SinkRecord> records) {
        return records.stream()
                .filter(record -> record.value() != null)
                .map(SequenceTest::sequence)
                .toList();
    }

    private static String sequence(SinkRecord record) {
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(Map.of("unavailable", "null"));
        return ((Struct) transform.apply(record).value()).getString("_seq");
    }

    private static String sequence(SourceRecord record) {
        return sequence(record, Map.of());
    }

    private static String sequence(SourceRecord record, Map<String, String> config) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return ((Struct) transform.apply(record).value()).getString("_seq");
    }

    private static BigInteger number(String sequence) {
        return new BigInteger(sequence.replace("/", ""), 16);
    }

    /** Rows of a table without a key have no key to grow along; their first column tells them apart here. */
    private static Object keyOf(SinkRecord record) {
        if (record.key() != null) {
            return record.key();
        }
        Struct value = (Struct) record.value();
        Struct row = value.getStruct("after") != null ? value.getStruct("after") : value.getStruct("before");
        return row == null ? "truncate" : row.get(row.schema().fields().get(0));
    }

    private static boolean isSnapshot(SinkRecord record) {
        return "r".equals(((Struct) record.value()).getString("op"));
    }

    private static Struct transaction(SinkRecord record) {
        return record.value() instanceof Struct value ? value.getStruct("transaction") : null;
    }

    /** PostgreSQL writes another log position after the colon with each record; MySQL's colon is part of the id. */
    private static String transactionId(String id) {
        return id.matches("\\d+:\\d+") ? id.substring(0, id.indexOf(':')) : id;
    }

    private static List<String> committed(Database database) {
        return Captures.sinkRecords(database, "transaction").stream()
                .map(record -> (Struct) record.value())
                .filter(value -> "BEGIN".equals(value.getString("status")))
                .map(value -> transactionId(value.getString("id")))
                .toList();
    }
}
