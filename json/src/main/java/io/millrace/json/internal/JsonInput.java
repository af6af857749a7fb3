// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One JSON text (RFC 8259) in UTF-8, as tokens, and where in it the reader is. Nesting and the length of numbers are
 * bounded; NaN, comments and the like are no JSON.
 */
public final class JsonInput implements AutoCloseable {
    static final int MAX_DEPTH = 500;
    static final int MAX_NUMBER_LENGTH = 1_000;

    private static final char REPLACEMENT = '\uFFFD';

    /** Names are not interned: they come from outside. */
    private static final Utf8Parser.Factory FACTORY = factory(MAX_DEPTH);

    private final Text text;
    private final int start;
    private final Utf8Parser parser;
    private int maxDepth = MAX_DEPTH;

    /** The bytes that have been read, as far as they are kept. */
    private interface Text {
        /** @throws Fault if they are not all kept, or no UTF-8 */
        String utf8(long from, int length);

        long length();

        /** Nobody asks any more. */
        default void release() {}
    }

    private JsonInput(Text text, int start, Utf8Parser parser) {
        this.text = text;
        this.start = start;
        this.parser = parser;
    }

    /** The bytes of a whole text. */
    private static final class Whole implements Text {
        private final byte[] bytes;

        Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String utf8(long from, int length) {
            return JsonInput.utf8(bytes, (int) from, length);
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** Those that a window on a stream keeps. */
    private record Passing(SlidingWindow window) implements Text {
        @Override
        public String utf8(long from, int length) {
            return window.utf8(from, length);
        }

        @Override
        public long length() {
            return window.passed();
        }

        @Override
        public void release() {
            window.release();
        }
    }

    /**
     * Reads a stream, of which {@code window} keeps what may be asked for again.
     *
     * @param maxDepth how many objects and arrays may be inside each other for {@link #isTooDeep}; where they are far more,
     *     the parser ends
     * @throws Fault if the bytes cannot be JSON in UTF-8
     */
    public static JsonInput of(SlidingWindow window, int maxDepth) throws IOException {
        byte[] head = window.head();
        if (head.length > 1 && (head[0] == 0 || head[1] == 0 || isUtf16Mark(head))) {
            throw new Fault("text in another encoding (expected UTF-8)");
        }
        Utf8Parser.Factory factory = maxDepth <= MAX_DEPTH ? FACTORY : factory(maxDepth);
        return new JsonInput(new Passing(window), 0, factory.parser(window)).watching(maxDepth);
    }

    private JsonInput watching(int levels) {
        maxDepth = levels;
        parser.watchDepth(levels);
        return this;
    }

    /** Begins to note anew whether it {@link #isTooDeep}. */
    public void watchDepth() {
        parser.watchDepth(maxDepth);
    }

    /** Whether objects and arrays have been deeper inside each other than they may. */
    public boolean isTooDeep() {
        return parser.isTooDeep();
    }

    /** The fault of being that. */
    public Fault tooDeep() {
        return new Fault("more than " + maxDepth + " levels of nesting");
    }

    private static Utf8Parser.Factory factory(int maxDepth) {
        return new Utf8Parser.Factory(new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER));
    }

    /** Reads bytes, nested as {@link #of(SlidingWindow, int)} says; throws a {@link Fault} if they cannot be JSON in UTF-8. */
    public static JsonInput of(byte[] bytes, int maxDepth) throws IOException {
        return of(bytes).watching(maxDepth);
    }

    /** Throws a {@link Fault} if the bytes cannot be JSON in UTF-8. */
    public static JsonInput of(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            throw new Fault("0 bytes (expected JSON)", "Tombstones have no value at all: check the producer.");
        }
        if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0 || isUtf16Mark(bytes))) {
            throw new Fault(String.format(
                    "first bytes 0x%02x%02x (expected JSON in UTF-8)%s",
                    bytes[0] & 0xff,
                    bytes[1] & 0xff,
                    bytes[0] == 0 ? ", as a schema registry's wire format has them" : ""));
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        int start = marked ? 3 : 0;
        return new JsonInput(new Whole(bytes), start, FACTORY.parser(bytes, start, bytes.length - start));
    }

    private static boolean isUtf16Mark(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return first == 0xfeff || first == 0xfffe;
    }

    public JsonParser parser() {
        return parser;
    }

    /**
     * The name of an object's next field, on which the parser stands then; null at the object's end.
     *
     * @param expected the name that is likely the next, which is found without looking it up
     */
    public @Nullable String nextName(SerializableString expected) throws IOException {
        if (parser.nextFieldName(expected)) {
            return expected.getValue();
        }
        return parser.currentToken() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    }

    /**
     * Passes over the rest of the object in which the parser stands on a value, and stands on its end then; false if the
     * rest has to be read, as where it may have one of {@code known}, names of fields in UTF-8.
     */
    public boolean skipRest(byte[][] known) throws IOException {
        return parser.skipRest(false, known);
    }

    /** The first token. */
    public JsonToken first() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new Fault(text.length() + " bytes of white space (expected JSON)");
        }
        return token;
    }

    /** Throws a {@link Fault} unless the text ends here. */
    public void requireEnd() throws IOException {
        if (parser.nextToken() != null) {
            throw new Fault("more after the JSON value, at byte " + position());
        }
    }

    private long position() {
        return start + Math.max(0, parser.currentTokenLocation().getByteOffset());
    }

    /** The text of the value that the parser stands on, byte for byte; leaves the parser on its last token. */
    public String slice() throws IOException {
        long from = begin();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return textFrom(from);
    }

    /** Where the value begins that the parser stands on. */
    public long begin() {
        return parser.currentToken().isStructStart()
                ? parser.offset() - 1 // just past the brace
                : parser.tokenOffset();
    }

    /** Just past the last token of a value, all of which has been read. */
    public long end() {
        return parser.offset();
    }

    /** The text from {@code from}, as {@link #begin} gave it, to here. */
    public String textFrom(long from) {
        return text(from, end());
    }

    /** The text from {@code from} to before {@code to}, as {@link #begin} and {@link #end} gave them. */
    public String text(long from, long to) {
        return text.utf8(start + from, (int) (to - from));
    }

    /** Jackson passes over text that it need not decode, whatever is in it. */
    static String utf8(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            } catch (CharacterCodingException e) {
                throw new Fault("text that is not UTF-8");
            }
        }
        return text;
    }

    /** What an exception of the parser means. */
    public Fault fault(IOException problem) {
        if (problem instanceof StreamConstraintsException) {
            boolean isNumber = String.valueOf(problem.getMessage()).startsWith("Number");
            return new Fault(
                    isNumber
                            ? "a number of more than " + MAX_NUMBER_LENGTH + " characters"
                            : "more than " + maxDepth + " levels of nesting");
        }
        long at = start + Math.max(0, parser.currentLocation().getByteOffset());
        return new Fault(
                at >= text.length()
                        ? text.length() + " bytes in which the JSON does not end"
                        : "no JSON around byte " + at + " of " + text.length());
    }

    /** {@code fault} with the way to where the parser is. */
    Fault located(Fault fault) {
        for (JsonStreamContext at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray() && at.hasCurrentIndex()) {
                fault.inElement();
            } else if (at.getCurrentName() != null && !at.getCurrentName().isEmpty()) {
                fault.under(at.getCurrentName());
            }
        }
        return fault;
    }

    /** A token's type as error texts name it. */
    public static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }

    @Override
    public void close() throws IOException {
        parser.close();
        text.release();
    }
}
