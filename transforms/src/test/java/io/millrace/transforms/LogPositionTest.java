// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.mongodb.ResumeTokens;
import io.debezium.connector.sqlserver.Lsn;
import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Struct;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

/** Order keys compare as the connectors' own classes compare the positions that they are made of. */
class LogPositionTest {
    private static final int ROUNDS = 300;

    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);

    @Test
    void ofSqlServerComparesAsItsLsnsDo() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.SQL_SERVER);
        for (int i = 0; i < ROUNDS; i++) {
            Lsn[] one = {lsn(80), lsn(80)};
            Lsn[] other = {near(one[0], 80), near(one[1], 80)};
            int expected = one[0].compareTo(other[0]) != 0 ? one[0].compareTo(other[0]) : one[1].compareTo(other[1]);

            assertThat(Integer.signum(key(made, one[0], one[1]).compareTo(key(made, other[0], other[1]))))
                    .as("seed %d: %s/%s, %s/%s", seed, one[0], one[1], other[0], other[1])
                    .isEqualTo(Integer.signum(expected));
        }
    }

    @Test
    void ofDb2ComparesAsItsLsnsDo() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.DB2);
        for (int i = 0; i < ROUNDS; i++) {
            io.debezium.connector.db2.Lsn[] one = {db2(), db2()};
            io.debezium.connector.db2.Lsn[] other = {random.nextInt(3) == 0 ? db2() : one[0], db2()};
            int expected = one[0].compareTo(other[0]) != 0 ? one[0].compareTo(other[0]) : one[1].compareTo(other[1]);

            assertThat(Integer.signum(key(made, one[0], one[1]).compareTo(key(made, other[0], other[1]))))
                    .as("seed %d: %s/%s, %s/%s", seed, one[0], one[1], other[0], other[1])
                    .isEqualTo(Integer.signum(expected));
        }
    }

    @Test
    void ofInformixComparesAsItsLsnsDo() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.INFORMIX);
        for (int i = 0; i < ROUNDS; i++) {
            long commit = random.nextLong() >>> (1 + random.nextInt(63));
            io.debezium.connector.informix.Lsn[] one = {informix(commit), informix(random.nextLong() >>> 1)};
            io.debezium.connector.informix.Lsn[] other = {informix(commit), informix(random.nextLong() >>> 1)};

            assertThat(Integer.signum(key(made, one[0], one[1]).compareTo(key(made, other[0], other[1]))))
                    .as("seed %d: %s, %s", seed, one[1], other[1])
                    .isEqualTo(Integer.signum(one[1].compareTo(other[1])));
        }
    }

    @Test
    void ofMongoBeginsWithTheClusterTimeOfItsResumeToken() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.MONGODB);
        for (Logged at : Logged.random(random, 20)) {
            Map<String, Object> offset = made.offset(at);
            BsonTimestamp time = ResumeTokens.getTimestamp(ResumeTokens.fromData((String) offset.get("resume_token")));

            assertThat(time.getTime()).isEqualTo(offset.get("sec"));
            assertThat(time.getInc()).isEqualTo(offset.get("ord"));
        }
    }

    private Lsn lsn(int bits) {
        return Lsn.valueOf(bytes(new BigInteger(random.nextInt(bits + 1), random), 10));
    }

    /** The same, or one that differs in a bit. */
    private Lsn near(Lsn lsn, int bits) {
        BigInteger number = new BigInteger(1, lsn.getBinary());
        return random.nextInt(3) == 0 ? lsn : Lsn.valueOf(bytes(number.flipBit(random.nextInt(bits)), 10));
    }

    private io.debezium.connector.db2.Lsn db2() {
        return io.debezium.connector.db2.Lsn.valueOf(bytes(new BigInteger(random.nextInt(110), random), 16));
    }

    private static io.debezium.connector.informix.Lsn informix(long position) {
        return io.debezium.connector.informix.Lsn.of(position);
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = number.shiftRight(8 * (length - 1 - i)).byteValue();
        }
        return bytes;
    }

    private static String key(ConnectorEnvelopes made, Object commit, Object change) {
        Logged at = Logged.streamed("u", 1, 12, 11, 1);
        Struct event = made.event(at);
        event.getStruct("source").put("commit_lsn", commit.toString()).put("change_lsn", change.toString());
        return (String) NormalizedRow.of(made.source(at, event), Map.of()).get("_seq");
    }
}
