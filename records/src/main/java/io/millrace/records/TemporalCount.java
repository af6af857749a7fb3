// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

/** Counts of days or of parts of a second, and Connect's {@link java.util.Date}s. */
final class TemporalCount extends TemporalReader {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int NANOS = 1_000_000_000;

    private final SemanticType type;
    private final long unitsPerSecond;
    private final boolean mayBeInfinite;

    TemporalCount(SemanticType type) {
        this.type = type;
        this.unitsPerSecond = type.unitsPerSecond();
        this.mayBeInfinite = type == SemanticType.CONNECT_TIMESTAMP
                || type == SemanticType.TIMESTAMP
                || type == SemanticType.MICRO_TIMESTAMP
                || type == SemanticType.NANO_TIMESTAMP;
    }

    @Override
    public Special special(Object value) {
        if (unitsPerSecond == 0) {
            return Infinities.day(type.count(value));
        }
        return mayBeInfinite ? Infinities.count(type.count(value), unitsPerSecond) : Special.NONE;
    }

    @Override
    public long seconds(Object value) {
        long count = type.count(value);
        return unitsPerSecond == 0 ? count * SECONDS_PER_DAY : Math.floorDiv(count, unitsPerSecond);
    }

    @Override
    public int nanos(Object value) {
        return unitsPerSecond == 0
                ? 0
                : (int) (Math.floorMod(type.count(value), unitsPerSecond) * (NANOS / unitsPerSecond));
    }
}
