// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static io.millrace.transforms.NormalizedRow.quality;
import static io.millrace.transforms.NormalizedRow.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What {@code _seq} promises for the connectors whose databases do not run here. */
class ConnectorSequenceTest {
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
        long seed = Long.getLong("millrace.seed", 1);
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
        assertThat(NormalizedRow.with(made.sink(Logged.streamed("c", 1, 12, 11, 1), 258), "sequence.source", "kafka"))
                .containsEntry("_seq", "0000000000000000/0000000000000102/0000000000000000/0000000000000000")
                .containsEntry("_seq_quality", "offset");
        assertThatThrownBy(() ->
                        NormalizedRow.with(made.source(Logged.streamed("c", 1, 12, 11, 1)), "sequence.source", "kafka"))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot order the change: a source connector's record has no Kafka offset yet at shop.orders"
                                + " from {server=shop} at {n=11} value. Set 'sequence.source' to source.");
    }

    private static List<String> streamed(ConnectorEnvelopes made, List<String> sequences) {
        long snapshot =
                made.story().stream().filter(at -> at.snapshot() != null).count();
        return sequences.subList((int) snapshot, sequences.size());
    }
}
