// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/** What a field's JSON must be, and what it becomes. */
enum FieldKind {
    STRING("a string") {
        @Override
        Object read(JsonParser parser, byte[] json, String pointer) throws IOException {
            require(parser, JsonToken.VALUE_STRING, pointer);
            return parser.getText();
        }
    },
    INT64("a 64-bit integer") {
        @Override
        Object read(JsonParser parser, byte[] json, String pointer) throws IOException {
            require(parser, JsonToken.VALUE_NUMBER_INT, pointer);
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw new UnreadableRecordException(
                        pointer, "an integer of " + parser.getTextLength() + " digits (expected " + expected() + ")");
            }
            return parser.getLongValue();
        }
    },
    TIMESTAMP("an instant such as 2026-03-01T12:00:00.123Z") {
        @Override
        @SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
        Object read(JsonParser parser, byte[] json, String pointer) throws IOException {
            require(parser, JsonToken.VALUE_STRING, pointer);
            int length = parser.getTextLength();
            long millis = Instants.parseMillis(parser.getTextCharacters(), parser.getTextOffset(), length);
            if (millis == Instants.INVALID) {
                throw new UnreadableRecordException(
                        pointer, "a string of " + length + " characters (expected " + expected() + ")");
            }
            return new Date(millis);
        }
    },
    /** Any JSON value, as the very text that was sent. */
    JSON("any JSON") {
        @Override
        Object read(JsonParser parser, byte[] json, String pointer) throws IOException {
            return slice(parser, json);
        }
    };

    private final String expected;

    FieldKind(String expected) {
        this.expected = expected;
    }

    String expected() {
        return expected;
    }

    /** The value that {@code parser} stands on; never called on null. */
    abstract Object read(JsonParser parser, byte[] json, String pointer) throws IOException;

    final void require(JsonParser parser, JsonToken token, String pointer) {
        if (parser.currentToken() != token) {
            throw new UnreadableRecordException(
                    pointer, describe(parser.currentToken()) + " (expected " + expected + ")");
        }
    }

    /** The text of the value that {@code parser} stands on, byte for byte; leaves the parser on its last token. */
    static String slice(JsonParser parser, byte[] json) throws IOException {
        int start;
        if (parser.currentToken().isStructStart()) {
            start = (int) parser.currentLocation().getByteOffset() - 1; // just past the brace
            parser.skipChildren();
        } else {
            start = (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(json, start, end - start, StandardCharsets.UTF_8);
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
}
