// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * One JSON text (RFC 8259) in UTF-8, as tokens, and where in it the reader is. Nesting and the length of numbers are
 * bounded; NaN, comments and the like are no JSON.
 */
final class JsonInput implements AutoCloseable {
    static final int MAX_DEPTH = 500;
    static final int MAX_NUMBER_LENGTH = 1_000;

    private static final char REPLACEMENT = '\uFFFD';

    /** Names are not interned: they come from outside. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final byte[] bytes;
    private final int start;
    private final JsonParser parser;

    private JsonInput(byte[] bytes, int start) throws IOException {
        this.bytes = bytes;
        this.start = start;
        this.parser = FACTORY.createParser(bytes, start, bytes.length - start);
    }

    /** Throws a {@link Fault} if the bytes cannot be JSON in UTF-8. */
    static JsonInput of(byte[] bytes) throws IOException {
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
        return new JsonInput(bytes, marked ? 3 : 0);
    }

    private static boolean isUtf16Mark(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return first == 0xfeff || first == 0xfffe;
    }

    JsonParser parser() {
        return parser;
    }

    /** The first token. */
    JsonToken first() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new Fault(bytes.length + " bytes of white space (expected JSON)");
        }
        return token;
    }

    /** Throws a {@link Fault} unless the text ends here. */
    void requireEnd() throws IOException {
        if (parser.nextToken() != null) {
            throw new Fault("more after the JSON value, at byte " + position());
        }
    }

    private long position() {
        return start + Math.max(0, parser.currentTokenLocation().getByteOffset());
    }

    /** The text of the value that the parser stands on, byte for byte; leaves the parser on its last token. */
    String slice() throws IOException {
        long from;
        if (parser.currentToken().isStructStart()) {
            from = parser.currentLocation().getByteOffset() - 1; // just past the brace
            parser.skipChildren();
        } else {
            from = parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
        }
        int length = (int) (parser.currentLocation().getByteOffset() - from);
        return utf8(start + (int) from, length);
    }

    /** Jackson passes over text that it need not decode, whatever is in it. */
    private String utf8(int from, int length) {
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
    Fault fault(IOException problem) {
        if (problem instanceof StreamConstraintsException) {
            boolean isNumber = String.valueOf(problem.getMessage()).startsWith("Number");
            return new Fault(
                    isNumber
                            ? "a number of more than " + MAX_NUMBER_LENGTH + " characters"
                            : "more than " + MAX_DEPTH + " levels of nesting");
        }
        long at = start + Math.max(0, parser.currentLocation().getByteOffset());
        return new Fault(
                at >= bytes.length
                        ? bytes.length + " bytes in which the JSON does not end"
                        : "no JSON around byte " + at + " of " + bytes.length);
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
    static String describe(JsonToken token) {
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
    }
}
