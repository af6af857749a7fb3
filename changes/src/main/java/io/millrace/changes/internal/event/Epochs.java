// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static io.millrace.records.ConfigChecks.between;
import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.records.Digits;
import io.millrace.records.OptionGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of the order key: where it comes from, and the number it begins with. */
public final class Epochs {
    public static final String SEQUENCE_SOURCE = "sequence.source";
    public static final String SEQUENCE_EPOCH = "sequence.epoch";
    public static final String SEQUENCE_EPOCHS = "sequence.epochs";

    public static final Epochs NONE = new Epochs(Origin.SOURCE, 0, Map.of());

    /** Where the order key comes from. */
    public enum Origin {
        /** The position in the database's log. */
        SOURCE,
        /** The offset in the topic. */
        KAFKA
    }

    private final Origin origin;
    private final int fallback;
    private final Map<String, Integer> byServer;

    private Epochs(Origin origin, int fallback, Map<String, Integer> byServer) {
        this.origin = origin;
        this.fallback = fallback;
        this.byServer = Map.copyOf(byServer);
    }

    public static ConfigDef define(ConfigDef def) {
        new OptionGroup(def, "Order key")
                .choice(
                        SEQUENCE_SOURCE,
                        Origin.SOURCE,
                        "Source of the order key",
                        "What the order key is made of. source: the change's position in the database's log; where the "
                                + "event does not hold one, the offset in Kafka or, before it has one, the time of the "
                                + "change, which column seq_quality then says. kafka: always the offset of the record "
                                + "in its topic, in a sink connector only; it orders the changes of a key as long as "
                                + "the topic keeps its partitions.")
                .number(
                        SEQUENCE_EPOCH,
                        0,
                        between(0, Integer.MAX_VALUE, 0),
                        "Order key epoch",
                        "Sorts before everything else in the order key. Raise it by one when the database's positions "
                                + "begin anew: after a failover to a server with other binlog file numbers, RESET of the "
                                + "binlog, or a PostgreSQL major upgrade.")
                .list(
                        SEQUENCE_EPOCHS,
                        "",
                        described(Epochs::requireEpochs, "server:epoch, …"),
                        "Epochs by server",
                        "Epochs of single servers, as server:epoch; sequence.epoch is that of all others. A server is "
                                + "its source.server_id (MySQL and MariaDB: a failover then needs no change of settings; "
                                + "rows of a snapshot have server_id 0) or else source.name, the connector's "
                                + "topic.prefix. Example: 184054:0,184055:1.");
        return def;
    }

    public static Epochs of(AbstractConfig config) {
        Map<String, Integer> byServer = new HashMap<>();
        for (String entry : config.getList(SEQUENCE_EPOCHS)) {
            byServer.put(server(entry), (int) epoch(entry));
        }
        return new Epochs(
                choice(Origin.class, config.getString(SEQUENCE_SOURCE)), config.getInt(SEQUENCE_EPOCH), byServer);
    }

    public Origin origin() {
        return origin;
    }

    /** The epochs of events with this source block. */
    public Epoch in(Block source) {
        return new Epoch(fallback, byServer, source);
    }

    private static void requireEpochs(String name, Object value) {
        Map<String, String> seen = new HashMap<>();
        for (Object each : (List<?>) value) {
            String entry = (String) each;
            if (epoch(entry) < 0
                    || epoch(entry) > Integer.MAX_VALUE
                    || server(entry).isEmpty()) {
                throw refusal(name, entry, "expected server:epoch with an epoch of 0 to " + Integer.MAX_VALUE, "none");
            }
            if (seen.put(server(entry), entry) != null) {
                throw refusal(name, entry, "expected each server once", "none");
            }
        }
    }

    private static String server(String entry) {
        return entry.substring(0, Math.max(0, entry.lastIndexOf(':'))).trim();
    }

    private static long epoch(String entry) {
        String number = entry.substring(entry.lastIndexOf(':') + 1).trim();
        return Digits.decimal(number, 0, number.length());
    }
}
