// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static io.millrace.transforms.NormalizedRow.quality;
import static io.millrace.transforms.NormalizedRow.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order keys of single connectors, and the positions that they refuse. */
class ConnectorPositionTest {
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

        Object sequence = NormalizedRow.with(made.source(at, event), "sequence.epoch", "1")
                .get("_seq");

        assertThat(sequence).isEqualTo(expected);
    }
}
