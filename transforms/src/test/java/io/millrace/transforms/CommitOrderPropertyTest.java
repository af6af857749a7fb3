// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * The order key of changes of transactions that were written one through the other is the order in which the transactions
 * committed, and within each the order of its changes. {@code -Dmillrace.seed} repeats a failure.
 */
class CommitOrderPropertyTest {
    private static final int ROUNDS = 150;
    private static final int TRANSACTIONS = 12;

    private interface History {
        /** The changes as the connector sends them: by commit, and by position within. */
        List<SourceRecord> changes();
    }

    @Test
    void isThatOfAWriteAheadLog() {
        withEachSeed(random -> new Wal(random).changes());
    }

    @Test
    void isThatOfABinlog() {
        withEachSeed(random -> new Binlog(random).changes());
    }

    /** Writes interleave in the log; a transaction is sent at its commit, with the end of the commit before it. */
    private static final class Wal implements History {
        private final Random random;
        private final Envelopes made = Envelopes.wal();
        private final boolean metadata;
        private long lsn = 24_000_000;
        private Long lastCommit;

        Wal(Random random) {
            this.random = random;
            this.metadata = random.nextBoolean();
        }

        @Override
        public List<SourceRecord> changes() {
            List<SourceRecord> sent = snapshot();
            Map<Integer, List<Long>> open = new HashMap<>();
            for (int begun = 0; begun < TRANSACTIONS || !open.isEmpty(); ) {
                lsn += 8 * (1 + random.nextInt(30));
                List<Integer> ids = new ArrayList<>(open.keySet());
                if (begun < TRANSACTIONS && (ids.isEmpty() || random.nextInt(3) == 0)) {
                    open.put(begun++, new ArrayList<>(List.of(lsn)));
                } else if (random.nextInt(3) > 0) {
                    open.get(ids.get(random.nextInt(ids.size()))).add(lsn);
                } else {
                    List<Long> positions = open.remove(ids.get(random.nextInt(ids.size())));
                    sent.addAll(committed(positions));
                    if (random.nextInt(5) == 0) {
                        sent.add(incremental(positions.get(positions.size() - 1)));
                    }
                    lastCommit = lsn;
                }
            }
            return sent;
        }

        private List<SourceRecord> snapshot() {
            List<SourceRecord> rows = new ArrayList<>();
            if (random.nextBoolean()) {
                rows.add(made.record(event("r", lsn).put("source", at(lsn).put("snapshot", "last"))));
            }
            return rows;
        }

        /** A row of an incremental snapshot has the position of the change that was sent before it. */
        private SourceRecord incremental(long last) {
            return made.record(event("r", last).put("source", at(last).put("snapshot", "incremental")));
        }

        private List<SourceRecord> committed(List<Long> positions) {
            List<SourceRecord> changes = new ArrayList<>();
            long number = 0;
            for (long position : positions) {
                if (random.nextInt(4) == 0) { // the key changes
                    changes.add(record(event("d", position), ++number, "newkey"));
                    changes.add(record(event("c", position), ++number, "oldkey"));
                } else {
                    changes.add(record(event("u", position), ++number, null));
                }
            }
            return changes;
        }

        private SourceRecord record(Struct event, long number, String keyChange) {
            return made.record(
                    metadata ? made.inTransaction(event, number) : event,
                    Map.of("lsn", 1L),
                    headers -> mark(headers, keyChange));
        }

        private Struct event(String op, long position) {
            Struct row = made.order(7, "new", null, 1);
            return made.event(op, op.equals("d") ? row : null, op.equals("d") ? null : row, at(position));
        }

        private Struct at(long position) {
            String commit = lastCommit == null ? "null" : "\"" + lastCommit + "\"";
            return made.at("[" + commit + ",\"" + position + "\"]");
        }
    }

    /** Transactions follow each other; their changes share a position or not, and each event may have many rows. */
    private static final class Binlog implements History {
        private final Random random;
        private final Envelopes made = Envelopes.binlog();
        private final boolean onePosition;
        private final List<SourceRecord> sent = new ArrayList<>();
        private long file = 999_998;
        private long pos = 4;

        Binlog(Random random) {
            this.random = random;
            this.onePosition = random.nextBoolean();
        }

        @Override
        public List<SourceRecord> changes() {
            if (random.nextBoolean()) {
                add("r", 0, 0, 0, null, "true");
            }
            for (int i = 0; i < TRANSACTIONS; i++) {
                pos += 100 + random.nextInt(1_000);
                if (random.nextInt(4) == 0) {
                    file++;
                    pos = 4;
                }
                transaction();
            }
            return sent;
        }

        private void transaction() {
            long number = 0;
            for (int event = 1 + random.nextInt(4), index = 1; event > 0; event--, index++) {
                pos += onePosition ? 0 : 40 + random.nextInt(100);
                for (int row = 0, rows = 1 + random.nextInt(3); row < rows; row++) {
                    if (random.nextInt(4) == 0) {
                        add("d", index, row, ++number, "newkey", null);
                        add("c", index, row, ++number, "oldkey", null);
                    } else {
                        add("u", index, row, ++number, null, null);
                    }
                }
            }
            if (random.nextInt(5) == 0) {
                add("r", 0, 0, 0, null, "incremental");
            }
        }

        private void add(String op, long event, int row, long number, String keyChange, String snapshot) {
            Struct image = made.order(7, "new", null, 1);
            Struct at = made.at("binlog." + file, pos, row).put("snapshot", snapshot);
            Struct change = made.event(op, op.equals("d") ? image : null, op.equals("d") ? null : image, at);
            sent.add(made.record(
                    number == 0 ? change : made.inTransaction(change, number),
                    Map.of("file", "binlog." + file, "pos", pos, "event", event),
                    headers -> mark(headers, keyChange)));
        }
    }

    private static void mark(ConnectHeaders headers, String keyChange) {
        if (keyChange != null) {
            headers.addString("__debezium." + keyChange, "7");
        }
    }

    private static List<String> inSource(List<SourceRecord> changes) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(Map.of("deletes", "row"));
        return changes.stream()
                .map(change -> ((Struct) transform.apply(change).value()).getString("_seq"))
                .toList();
    }

    private static List<String> inSink(List<SourceRecord> changes) {
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(Map.of("deletes", "row"));
        return changes.stream()
                .map(change -> new SinkRecord(
                        change.topic(),
                        0,
                        change.keySchema(),
                        change.key(),
                        change.valueSchema(),
                        change.value(),
                        1,
                        change.timestamp(),
                        TimestampType.CREATE_TIME,
                        change.headers()))
                .map(change -> ((Struct) transform.apply(change).value()).getString("_seq"))
                .toList();
    }

    private static void withEachSeed(java.util.function.Function<Random, List<SourceRecord>> history) {
        Long given = Long.getLong("millrace.seed");
        Random seeds = new Random(1); // the same on every build
        for (int round = 0; round < (given == null ? ROUNDS : 1); round++) {
            long seed = given == null ? seeds.nextLong() : given;
            List<SourceRecord> changes = history.apply(new Random(seed));
            for (List<String> keys : List.of(inSource(changes), inSink(changes))) {
                assertThat(keys).as("-Dmillrace.seed=" + seed).isSortedAccordingTo(Comparator.naturalOrder());
                assertThat(new HashSet<>(keys)).as("-Dmillrace.seed=" + seed).hasSameSizeAs(keys);
            }
        }
    }
}
