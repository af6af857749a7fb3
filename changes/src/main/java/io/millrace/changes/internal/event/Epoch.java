// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The epoch that the order key of an event begins with, by the server that the event came from. Thread-safe. */
final class Epoch {
    private final int fallback;
    private final Map<String, Integer> byServer;
    private final @Nullable Member serverId;
    private final @Nullable Member name;
    private volatile @Nullable Known last;

    Epoch(int fallback, Map<String, Integer> byServer, Block source) {
        this.fallback = fallback;
        this.byServer = byServer;
        this.serverId = source.member("server_id");
        this.name = source.member("name");
    }

    /** The epoch of the event with this source block, as the upper half of a section. */
    long bits(Object source) {
        return (long) of(source) << 32;
    }

    int of(Object source) {
        if (byServer.isEmpty()) {
            return fallback;
        }
        Object id = serverId == null ? null : serverId.read(source);
        Object server = name == null ? null : name.read(source);
        Known known = last;
        if (known != null && Objects.equals(known.id, id) && Objects.equals(known.server, server)) {
            return known.epoch;
        }
        int epoch = byServer.getOrDefault(String.valueOf(id), byServer.getOrDefault(String.valueOf(server), fallback));
        last = new Known(id, server, epoch);
        return epoch;
    }

    private record Known(@Nullable Object id, @Nullable Object server, int epoch) {}
}
