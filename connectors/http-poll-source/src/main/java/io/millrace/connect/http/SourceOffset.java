// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Record {@code index} of the page at {@code position}, and the ids seen up to it, as the worker's map of plain values. The
 * map is made when it is read: the worker stores one offset of many.
 */
final class SourceOffset extends AbstractMap<String, Object> {
    private final Position position;
    private final long index;
    private final SeenIds.@Nullable View ids;

    SourceOffset(Position position, long index, SeenIds.@Nullable View ids) {
        this.position = position;
        this.index = index;
        this.ids = ids;
    }

    /**
     * Without the text of the ids, and so not the sum that other maps have: where a connector ends transactions, the worker looks
     * each record up in a set.
     */
    @Override
    public int hashCode() {
        return 31 * position.hashCode() + Long.hashCode(index);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (other instanceof SourceOffset offset) {
            return index == offset.index && position.equals(offset.position) && sameIds(offset);
        }
        return super.equals(other);
    }

    private boolean sameIds(SourceOffset offset) {
        return ids == null
                ? offset.ids == null
                : offset.ids != null && ids.text().equals(offset.ids.text());
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> offset = position.asOffset();
        offset.put(Position.INDEX, index);
        if (index != position.index()) { // only what has been delivered whole may be asked for by its version
            offset.remove(Position.ETAG);
            offset.remove(Position.MODIFIED);
        }
        if (ids != null) {
            offset.put(Position.IDS, ids.text());
        }
        return offset.entrySet();
    }
}
