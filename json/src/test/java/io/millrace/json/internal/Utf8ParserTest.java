// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The parser beside Jackson's own: of any text both find the same, however they go through it. */
class Utf8ParserTest {
    private static final int TEXTS = 30_000;
    private static final int MAX_DEPTH = 8;
    private static final String[] STRINGS = {
        "\"\"",
        "\"a\"",
        "\"known\"",
        "\"device-1042\"",
        "\"said \\\"hi\\\"\\n\"",
        "\"\\u0041\\uD83D\\uDE00\"",
        "\"Київ\"",
        "\"日本\"",
        "\"😀 and more text than eight bytes\"",
        "\"\\\\\"",
        "\"kn\\u006fwn\"",
        "\"exactly8\"",
        "\"exactly-9\""
    };
    private static final String[] SCALARS = {
        "0",
        "-0",
        "7",
        "-12.50",
        "1e5",
        "1.5E-7",
        "123456789012345678901234567890",
        "true",
        "false",
        "null",
        "01",
        "1.",
        "-",
        "tru",
        "nul",
        "NaN",
        "+1",
        "1e",
        ".5"
    };
    private static final String[] SPACE = {"", "", "", "", " ", "\n", "\r\n\t"};
    private static final byte[][] KNOWN = {"known".getBytes(StandardCharsets.UTF_8)};

    private final Random random = new Random(Long.getLong("millrace.seed", 1));

    @Test
    void findsWhatJacksonFindsHoweverItGoesThroughAText() throws IOException {
        int whole = 0;
        int broken = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(0).getBytes(StandardCharsets.UTF_8);
            for (int hits = random.nextInt(4) - 2; hits > 0; hits--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            boolean isStream = random.nextBoolean();
            long way = random.nextLong();
            try (JsonParser jackson = jackson(text);
                    Utf8Parser own = own(text, isStream)) {
                List<String> expected = new ArrayList<>();
                List<String> found = new ArrayList<>();
                boolean isWhole = walk(own, jackson, new Random(way), found, expected);
                assertThat(found)
                        .as("%s, as a stream %s", new String(text, StandardCharsets.UTF_8), isStream)
                        .isEqualTo(expected);
                whole += isWhole ? 1 : 0;
                broken += isWhole ? 0 : 1;
            }
        }
        assertThat(whole).as("texts that are JSON").isGreaterThan(TEXTS / 10);
        assertThat(broken).as("texts that are none").isGreaterThan(TEXTS / 10);
    }

    private static JsonParser jackson(byte[] text) throws IOException {
        return new JsonFactoryBuilder()
                .streamReadConstraints(constraints())
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .build()
                .createParser(text);
    }

    private Utf8Parser own(byte[] text, boolean isStream) throws IOException {
        Utf8Parser.Factory factory =
                new Utf8Parser.Factory(new JsonFactoryBuilder().streamReadConstraints(constraints()));
        return isStream ? factory.parser(inParts(text)) : factory.parser(text, 0, text.length);
    }

    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(JsonInput.MAX_NUMBER_LENGTH)
                .build();
    }

    private InputStream inParts(byte[] text) {
        int most = 1 + random.nextInt(60);
        return new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
            }
        };
    }

    /** Goes the same way with both, and notes what they find; whether they come to the end. */
    private static boolean walk(
            Utf8Parser own, JsonParser jackson, Random way, List<String> found, List<String> expected) {
        boolean isJson = true;
        while (isJson) {
            int turn = way.nextInt(8);
            int skipped = found.size();
            boolean isWhole = step(own, turn, found);
            if (found.size() > skipped && found.get(skipped).equals("rest")) {
                expected.add("rest");
                isJson = rest(jackson, expected);
            } else {
                isJson = step(jackson, turn, expected);
            }
            if (isWhole != isJson || (isJson && own.currentToken() == null)) {
                return isJson && isWhole;
            }
        }
        return false;
    }

    private static boolean step(JsonParser parser, int turn, List<String> notes) {
        try {
            JsonToken at = parser.currentToken();
            if (turn == 0 && at != null && at.isStructStart()) {
                parser.skipChildren();
            } else if (turn == 1
                    && parser instanceof Utf8Parser own
                    && at != null
                    && at.isScalarValue()
                    && own.getParsingContext().inObject()
                    && own.skipRest(false, KNOWN)) {
                notes.add("rest");
            } else if (turn == 2 && at != JsonToken.FIELD_NAME) {
                parser.nextFieldName();
            } else {
                parser.nextToken();
            }
            JsonToken token = parser.currentToken();
            notes.add(String.valueOf(token));
            if (token == JsonToken.FIELD_NAME || (token != null && token.isScalarValue() && turn % 2 == 0)) {
                notes.add(parser.getText());
                notes.add(String.valueOf(parser.getTextLength()));
            }
            if (token != null && token.isStructEnd()) {
                notes.add(parser.getParsingContext().pathAsPointer() + " "
                        + parser.currentLocation().getByteOffset());
            }
            return true;
        } catch (IOException e) {
            notes.add(e.getClass().getSimpleName());
            return false;
        }
    }

    /** What passing over the rest of an object comes to: no known name is in it. */
    private static boolean rest(JsonParser jackson, List<String> notes) {
        try {
            int depth = 1;
            while (depth > 0) {
                JsonToken token = jackson.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 1
                        && token == JsonToken.FIELD_NAME
                        && jackson.currentName().equals("known")) {
                    notes.add("a known name");
                }
            }
            notes.add(String.valueOf(jackson.currentToken()));
            notes.add(jackson.getParsingContext().pathAsPointer() + " "
                    + jackson.currentLocation().getByteOffset());
            return true;
        } catch (IOException e) {
            notes.add(e.getClass().getSimpleName());
            return false;
        }
    }

    private String text(int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 8);
        if (depth > MAX_DEPTH || kind > 5) {
            return scalar();
        }
        if (kind > 3) {
            return pick(STRINGS);
        }
        boolean isObject = kind % 2 == 0;
        StringBuilder text = new StringBuilder(isObject ? "{" : "[");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(pick(SPACE));
            if (isObject) {
                text.append(pick(STRINGS)).append(pick(SPACE)).append(':').append(pick(SPACE));
            }
            text.append(text(depth + 1)).append(pick(SPACE));
            if (i > 1 || random.nextInt(100) == 0) {
                text.append(',');
            }
        }
        return text.append(random.nextInt(200) == 0 == isObject ? ']' : '}').toString();
    }

    /** Seldom one that is none. */
    private String scalar() {
        return SCALARS[random.nextInt(random.nextInt(20) == 0 ? SCALARS.length : 10)];
    }

    private String pick(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }
}
