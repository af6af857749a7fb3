// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

/** ISO-8601 dates, times and timestamps, with or without an offset; PostgreSQL's {@code infinity} as a word. */
final class TemporalText extends TemporalReader {
    private static final long SECONDS_PER_DAY = 86_400;

    private final boolean hasDate;
    private final boolean hasTime;
    private final boolean hasOffset;

    TemporalText(SemanticType type) {
        this.hasDate = type != SemanticType.ISO_TIME && type != SemanticType.ZONED_TIME;
        this.hasTime = type != SemanticType.ISO_DATE;
        this.hasOffset = type == SemanticType.ZONED_TIMESTAMP || type == SemanticType.ZONED_TIME;
    }

    @Override
    public Special special(Object value) {
        String text = (String) value;
        if (!hasDate || text.isEmpty()) {
            return Special.NONE;
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9') {
            return IsoText.isZeroDate(text) ? Special.ZERO_DATE : Special.NONE;
        }
        int word = Decode.infinity(text);
        if (word != 0) {
            return word > 0 ? Special.INFINITY : Special.MINUS_INFINITY;
        }
        return hasTime ? Infinities.instant(seconds(value), nanos(value)) : Infinities.day(IsoText.epochDay(text));
    }

    @Override
    public long seconds(Object value) {
        String text = (String) value;
        if (!hasDate) {
            return time(text, 0);
        }
        int end = IsoText.dateEnd(text);
        long midnight = IsoText.epochDay(text) * SECONDS_PER_DAY;
        if (!hasTime) {
            IsoText.offset(text, end); // checked, and of no meaning
            return midnight;
        }
        if (end == text.length() || (text.charAt(end) != 'T' && text.charAt(end) != ' ')) {
            throw IsoText.refusal(text);
        }
        return midnight + time(text, end + 1);
    }

    private long time(String text, int at) {
        int zone = IsoText.timeEnd(text, at);
        int second = IsoText.secondOfDay(text, at);
        if (second == SECONDS_PER_DAY && IsoText.nanos(text, at) != 0) {
            throw IsoText.refusal(text);
        }
        int offset = IsoText.offset(text, zone);
        if (hasOffset && zone == text.length()) {
            throw IsoText.refusal(text);
        }
        return inUtc(second, offset);
    }

    /** A time of day stays within it; 24:00Z stays what it is. */
    private long inUtc(int second, int offset) {
        if (!hasOffset || offset == 0) {
            return second;
        }
        return hasDate ? second - offset : Math.floorMod(second - offset, SECONDS_PER_DAY);
    }

    @Override
    public int nanos(Object value) {
        String text = (String) value;
        return hasTime ? IsoText.nanos(text, hasDate ? IsoText.dateEnd(text) + 1 : 0) : 0;
    }
}
