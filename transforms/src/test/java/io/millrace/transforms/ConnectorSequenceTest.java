// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What {@code _seq} promises for the connectors whose databases do not run here. */
class ConnectorSequenceTest {
    private static final Map<String, String> CONFIG =
            Map.of("metadata.columns", "op,deleted,seq,source_ts,seq_quality", "unavailable", "null");

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "OTHER")
    void ordersChangesAsTheyWereCommitted(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);

        List<String> inTurn =
                made.story().stream().map(at -> sequence(made.source(at))).toList();

        assertThat(inTurn).isSorted().allMatch(seq -> seq.matches("[0-7][0-9a-f]{15}(/[0-7][0-9a-f]{15}){3}"));
        assertThat(streamed(made, inTurn)).doesNotHaveDuplicates();
        assertThat(inTurn.stream().map(seq -> new BigInteger(seq.replace("/", ""), 16)))
                .isSorted();
    }

    @ParameterizedTest
    @EnumSource
    void ordersChangesInASinkToo(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);
        List<String> structs = new ArrayList<>();
        List<String> maps = new ArrayList<>();

        for (Logged at : made.story()) {
            structs.add(sequence(made.sink(at, structs.size())));
            maps.add(sequence(made.schemaless(at, maps.size())));
        }

        assertThat(structs).isSorted();
        assertThat(streamed(made, structs)).doesNotHaveDuplicates();
        assertThat(maps).isEqualTo(structs);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "OTHER")
    void ordersTransactionsThatWriteInTurn(Family family) {
        long seed = System.nanoTime();
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);
        List<Logged> committed = Logged.random(new Random(seed), 60);
        List<Logged> shuffled = new ArrayList<>(committed);
        Collections.shuffle(shuffled, new Random(seed));
        Map<Logged, String> keys = new HashMap<>();
        shuffled.forEach(at -> keys.put(at, sequence(made.source(at))));

        shuffled.sort(Comparator.comparing(keys::get));

        assertThat(shuffled).as("seed %d", seed).isEqualTo(committed);
        assertThat(keys.values()).as("seed %d", seed).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "SQL_SERVER, change_lsn",
        "DB2, change_lsn",
        "INFORMIX, change_lsn",
        "ORACLE, scn",
        "ORACLE, rs_id",
        "CASSANDRA, pos"
    })
    void thePositionOfTheChangeAloneGoesBackAndForth(Family family, String member) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);

        List<String> positions = made.story().stream()
                .filter(at -> at.snapshot() == null)
                .map(at -> String.format("%20s", made.place(at).get(member)))
                .toList();

        assertThat(positions).isNotEqualTo(positions.stream().sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void millisecondsTellFewChangesApart(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);

        assertThat(made.story().stream()
                        .map(at -> made.place(at).getInt64("ts_ms"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void changeNumbersOfOracleComparedAsTextGoBackWhenTheyGainADigit() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.ORACLE);
        Logged last = Logged.streamed("u", 1, 9, 8, 1);
        Logged next = Logged.streamed("u", 1, 10, 9, 1);

        assertThat(made.place(last).getString("commit_scn"))
                .isGreaterThan(made.place(next).getString("commit_scn"));
        assertThat(sequence(made.source(last))).isLessThan(sequence(made.source(next)));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"VITESS", "CASSANDRA", "SPANNER"})
    void putsASnapshotBeforeAndAnIncrementalOneAfterWhatWasStreamedAtItsPosition(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);

        assertThat(Stream.of(
                                Logged.read(1, 12, "first"),
                                Logged.streamed("u", 1, 12, 12, 1),
                                Logged.read(1, 12, "incremental"))
                        .map(at -> sequence(made.source(at))))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQL_SERVER", "DB2", "INFORMIX", "ORACLE", "VITESS"})
    void putsTheCreateOfAKeyChangeAfterItsDelete(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);
        Logged delete = Logged.streamed("d", 1, 12, 11, 1);
        Logged create = Logged.streamed("c", 9, 12, 11, 1).afterKey(1);

        assertThat(sequence(made.source(delete))).isLessThan(sequence(made.source(create)));
    }

    @Test
    void putsTheInsertOfADeferredUpdateAfterItsDelete() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.SQL_SERVER);

        assertThat(sequence(made.source(Logged.streamed("d", 1, 12, 11, 1))))
                .isLessThan(sequence(made.source(Logged.streamed("c", 1, 12, 11, 1))));
    }

    @ParameterizedTest(name = "{0} of the {1}")
    @CsvSource({
        "SQL_SERVER, source, transaction",
        "DB2, source, total",
        "INFORMIX, source, total",
        "ORACLE, source, total",
        "VITESS, source, key",
        "SPANNER, source, key",
        "CASSANDRA, source, key",
        "MONGODB, source, total",
        "MONGODB, sink, offset",
        "OTHER, source, none",
        "OTHER, sink, offset"
    })
    void saysHowFarItCanBeTrusted(Family family, String side, String quality) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);
        Logged streamed = Logged.streamed("c", 1, 12, 11, 1);

        ConnectRecord<?> record = side.equals("source") ? made.source(streamed) : made.sink(streamed, 7);

        assertThat(quality(record)).isEqualTo(quality);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQL_SERVER", "DB2", "INFORMIX", "ORACLE", "MONGODB"})
    void doesNotTellTheRowsOfASnapshotApart(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);

        assertThat(quality(made.source(Logged.read(1, 10, "true")))).isEqualTo("transaction");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQL_SERVER", "DB2", "INFORMIX", "ORACLE", "VITESS", "MONGODB"})
    void readsWhatOlderVersionsWrote(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.older(family);

        List<String> inTurn =
                made.story().stream().map(at -> sequence(made.source(at))).toList();

        assertThat(inTurn).isSorted();
        assertThat(streamed(made, inTurn)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPANNER", "CASSANDRA"})
    void promisesNothingWhereATimeToTheMillisecondIsAllThereIs(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.older(family);

        assertThat(quality(made.source(Logged.streamed("c", 1, 12, 11, 1)))).isEqualTo("none");
    }

    @Test
    void takesTheOffsetInKafkaWhereThatIsAskedFor() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.DB2);
        Map<String, String> config = new HashMap<>(CONFIG);
        config.put("sequence.source", "kafka");

        assertThat(row(made.sink(Logged.streamed("c", 1, 12, 11, 1), 258), config))
                .containsEntry("_seq", "0000000000000000/0000000000000102/0000000000000000/0000000000000000")
                .containsEntry("_seq_quality", "offset");
        assertThatThrownBy(() -> row(made.source(Logged.streamed("c", 1, 12, 11, 1)), config))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot order the change: a source connector's record has no Kafka offset yet at shop.orders"
                                + " from {server=shop} at {n=11} value. Set 'sequence.source' to source.");
    }

    @Nested
    class OfOracle {
        @Test
        void ordersByTheRedoRecordBeforeChangesWereNumbered() {
            ConnectorEnvelopes made = ConnectorEnvelopes.older(Family.ORACLE);

            assertThat(sequence(made.source(Logged.streamed("c", 1, 40, 39, 1))))
                    .isEqualTo("0000000000000000/000000000098969e/1000000024000000/0000180000000002");
        }

        @Test
        void ordersByTransactionMetadataWhereThereIsNeither() {
            ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.ORACLE, "txSeq", "rs_id", "ssn");

            assertThat(made.story().stream().map(at -> sequence(made.source(at))))
                    .isSorted();
            assertThat(quality(made.source(Logged.streamed("c", 1, 40, 39, 1)))).isEqualTo("total");
        }
    }

    @Nested
    class OfVitess {
        private final ConnectorEnvelopes plain = ConnectorEnvelopes.of(Family.VITESS, "transaction_rank");

        @Test
        void hasNothingToOrderByWithoutOrderedTransactionMetadata() {
            Logged at = Logged.streamed("c", 1, 12, 11, 1);

            assertThat(quality(plain.source(at))).isEqualTo("none");
            assertThat(quality(plain.sink(at, 3))).isEqualTo("offset");
        }

        @Test
        void doesNotGuessWhatARankInTextIs() {
            ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.VITESS);
            SinkRecord record = made.schemaless(Logged.streamed("c", 1, 12, 11, 1), 5);
            @SuppressWarnings("unchecked")
            Map<String, Object> transaction =
                    (Map<String, Object>) ((Map<String, Object>) record.value()).get("transaction");
            transaction.put("transaction_rank", "DA==");

            assertThatThrownBy(() -> sequence(record))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot order the change: transaction.transaction_rank is not a number of up to 63 bits"
                            + " (without schemas, the JSON converter needs decimal.format=NUMERIC) at shop.orders-0@5"
                            + " value. Check the connector and its version.");
        }
    }

    @Nested
    class OfMongo {
        private final ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.MONGODB);

        @Test
        void countsTheChangesOfATransactionOfAnySize() {
            List<String> inTurn = Stream.of(1, 2, 127, 128, 129, 300, 20_000)
                    .map(number -> sequence(made.source(Logged.streamed("c", 1, 12, 11, number))))
                    .toList();

            assertThat(inTurn).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void takesNeitherTheTimeNorTheIncrementOfTheEvent() {
            Logged at = Logged.streamed("c", 1, 12, 11, 1);
            Struct event = made.event(at);
            event.getStruct("source").put("ts_ms", 1L).put("ord", 99);

            assertThat(sequence(made.source(at, event))).isEqualTo(sequence(made.source(at)));
        }

        @Test
        void readsATokenThatAServerWrote() {
            Logged at = Logged.streamed("c", 1, 12, 11, 1);
            SourceRecord record = made.source(at);
            SourceRecord real = new SourceRecord(
                    record.sourcePartition(),
                    Map.of(
                            "sec",
                            0x67C867A2,
                            "ord",
                            0x19,
                            "resume_token",
                            "8267C867A2000000192B042C0100296E5A1004D3284E"),
                    record.topic(),
                    record.valueSchema(),
                    record.value());

            assertThat(sequence(real)).isEqualTo("0000000067c867a2/0000000000000065/2b042c0100296e5a/0802699427000000");
        }

        @Test
        void needsAHexadecimalToken() {
            SourceRecord record = made.source(Logged.streamed("c", 1, 12, 11, 1));
            SourceRecord strange = new SourceRecord(
                    record.sourcePartition(),
                    Map.of("sec", 1, "ord", 1, "resume_token", "gYw="),
                    record.topic(),
                    record.valueSchema(),
                    record.value());

            assertThatThrownBy(() -> sequence(strange))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessageStartingWith("Cannot order the change: the source offset's resume_token is not in"
                            + " hexadecimal digits at shop.orders from {server=shop} at {");
        }
    }

    @ParameterizedTest(name = "{0} {1}={2}")
    @CsvSource(
            nullValues = "null",
            value = {
                "SQL_SERVER, commit_lsn, 100000000:00000000:0000, is not a hexadecimal number of up to 80 bits",
                "SQL_SERVER, change_lsn, NULL, is not a hexadecimal number of up to 80 bits",
                "SQL_SERVER, change_lsn, null, is null",
                "DB2, commit_lsn, 00002000:00000000:0000000000000000, is not a hexadecimal number of up to 109 bits",
                "DB2, change_lsn, null, is null",
                "INFORMIX, commit_lsn, 9223372036854775808, is not a number of up to 63 bits",
                "INFORMIX, change_lsn, null, is null",
                "ORACLE, commit_scn, 9223372036854775808, is not a number of up to 63 bits",
                "ORACLE, commit_scn, null, is null",
                "SPANNER, sequence, 2147483648, is not a number of up to 31 bits",
                "SPANNER, sequence, null, is null",
                "CASSANDRA, file, CommitLog, has no number (expected a name like CommitLog-7-1602000000000.log)"
            })
    void refusesWhatDoesNotFit(Family family, String member, String text, String found) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);
        Logged at = Logged.streamed("c", 1, 12, 11, 1);
        Struct event = made.event(at);
        event.getStruct("source").put(member, text);

        assertThatThrownBy(() -> sequence(made.source(at, event)))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot order the change: source." + member + " " + found
                        + " at shop.orders from {server=shop} at {n=11} value. Check the connector and its version.");
    }

    @Test
    void refusesATransactionRankThatDoesNotFit() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.VITESS);
        Logged at = Logged.streamed("c", 1, 12, 11, 1);
        Struct event = made.event(at);
        event.getStruct("transaction").put("transaction_rank", new BigDecimal(BigInteger.ONE.shiftLeft(63)));

        assertThatThrownBy(() -> sequence(made.source(at, event)))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "Cannot order the change: transaction.transaction_rank is not a number of up to" + " 63 bits");
    }

    @ParameterizedTest
    @CsvSource({
        "SQL_SERVER, 0000000100000000/0000ffffffffffff/1fffffffffffffff/7ffff80000000003",
        "DB2, 00000001ffffffff/7fffffffffffffff/7ffeffffffffffff/7fffffffffffffff"
    })
    void fillsTheSectionsToTheLastBit(Family family, String expected) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);
        Logged at = Logged.streamed("c", 1, 12, 11, 1).afterKey(2);
        Struct event = made.event(at);
        boolean db2 = family == Family.DB2;
        String most = db2 ? "00001fff:ffffffff:ffffffffffffffff" : "ffffffff:ffffffff:ffff";
        event.getStruct("source")
                .put("commit_lsn", db2 ? most : "00000000:ffffffff:ffff")
                .put("change_lsn", most);

        String sequence = (String)
                row(made.source(at, event), with("sequence.epoch", "1")).get("_seq");

        assertThat(sequence).isEqualTo(expected);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> config = new HashMap<>(CONFIG);
        config.put(key, value);
        return config;
    }

    private static List<String> streamed(ConnectorEnvelopes made, List<String> sequences) {
        long snapshot =
                made.story().stream().filter(at -> at.snapshot() != null).count();
        return sequences.subList((int) snapshot, sequences.size());
    }

    private static String sequence(ConnectRecord<?> record) {
        return (String) row(record, CONFIG).get("_seq");
    }

    private static String quality(ConnectRecord<?> record) {
        return (String) row(record, CONFIG).get("_seq_quality");
    }

    static Map<String, Object> row(ConnectRecord<?> record, Map<String, String> config) {
        Object value = record instanceof SinkRecord sink
                ? ConnectorSequenceTest.<SinkRecord>transform(config)
                        .apply(sink)
                        .value()
                : ConnectorSequenceTest.<SourceRecord>transform(config)
                        .apply((SourceRecord) record)
                        .value();
        return asMap(value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        if (!(value instanceof Struct struct)) {
            return (Map<String, Object>) value;
        }
        Map<String, Object> map = new HashMap<>();
        struct.schema().fields().forEach(field -> map.put(field.name(), struct.getWithoutDefault(field.name())));
        return map;
    }

    private static <R extends ConnectRecord<R>> Function<R, R> transform(Map<String, String> config) {
        NormalizeEnvelope<R> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform::apply;
    }
}
