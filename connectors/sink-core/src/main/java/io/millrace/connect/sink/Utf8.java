// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** Text as UTF-8, without intermediate arrays. */
public final class Utf8 {
    private static final int LONG = 1 << 13;

    private Utf8() {}

    /** What becomes of U+0000, which not every store's text can hold. */
    public enum Nul {
        KEPT,
        REFUSED
    }

    /**
     * Appends the text.
     *
     * @throws Unfit for half of a surrogate pair, and for a NUL where that is refused
     */
    public static void write(String text, Nul nul, ByteSink out) {
        write(text, 0, text.length(), nul, out);
    }

    /** The same for the characters from one index to another. */
    static void write(String text, int from, int end, Nul nul, ByteSink out) {
        if (isPlain(text, from, end)) { // as most text is
            copy(text, from, end, out);
        } else {
            writeMixed(text, from, end, nul, out);
        }
    }

    /**
     * The same for text that is known not to be plain.
     *
     * @throws Unfit as {@link #write(String, Nul, ByteSink)} does
     */
    public static void writeMixed(String text, Nul nul, ByteSink out) {
        writeMixed(text, 0, text.length(), nul, out);
    }

    private static void writeMixed(String text, int from, int end, Nul nul, ByteSink out) {
        int at = out.reserve(end - from < LONG ? (end - from) * 3 : length(text, from, end));
        out.advance(writeEach(text, from, end, nul, out.array(), at) - at);
    }

    /** Whether the text is nothing but ASCII, without U+0000: then it has as many bytes as characters. */
    public static boolean isPlain(String text) {
        return isPlain(text, 0, text.length());
    }

    /** Without a way out, so that the compiler can take several characters at a time. */
    private static boolean isPlain(String text, int from, int end) {
        int bits = 0;
        for (int i = from; i < end; i++) {
            int c = text.charAt(i);
            bits |= c | (c - 1); // negative for U+0000
        }
        return (bits & ~0x7F) == 0;
    }

    /** Of the encoded text, so that a long one does not make the array three times as large. */
    private static int length(String text, int from, int end) {
        long length = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return Math.toIntExact(length);
    }

    private static int writeEach(String text, int from, int end, Nul nul, byte[] bytes, int at) {
        int to = at;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0 && nul == Nul.REFUSED) {
                    throw new Unfit(
                            "text with a NUL character", "The column cannot hold U+0000: remove it at the source.");
                }
                bytes[to++] = (byte) c;
            } else if (c < 0x800) {
                bytes[to++] = (byte) (0xC0 | (c >> 6));
                bytes[to++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                bytes[to++] = (byte) (0xE0 | (c >> 12));
                bytes[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[to++] = (byte) (0x80 | (c & 0x3F));
            } else {
                to = writePair(text, i++, bytes, to);
            }
        }
        return to;
    }

    private static int writePair(String text, int index, byte[] bytes, int at) {
        int codePoint = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
            throw new Unfit("text with an unpaired surrogate", "It is no valid Unicode: correct it at the source.");
        }
        bytes[at] = (byte) (0xF0 | (codePoint >> 18));
        bytes[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
        return at + 4;
    }

    /** Numbers and the like: nothing but ASCII. */
    public static void ascii(String text, ByteSink out) {
        copy(text, 0, text.length(), out);
    }

    /** The low byte of each character, by the one way that makes no array. */
    @SuppressWarnings("deprecation") // for all text but ASCII
    private static void copy(String text, int from, int end, ByteSink out) {
        int at = out.reserve(end - from);
        text.getBytes(from, end, out.array(), at);
        out.advance(end - from);
    }
}
