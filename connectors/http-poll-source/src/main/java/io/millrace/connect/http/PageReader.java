// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.millrace.connect.device.internal.RecordShape;
import io.millrace.connect.device.internal.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads one page of JSON: the records, the next cursor, and whether more follows. Thread-safe. */
final class PageReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final RecordShape shape;
    private final JsonPointer records;
    private final JsonPointer cursor;
    private final @Nullable JsonPointer more;

    PageReader(RecordShape shape, JsonPointer records, JsonPointer cursor, @Nullable JsonPointer more) {
        this.shape = shape;
        this.records = records;
        this.cursor = cursor;
        this.more = more;
    }

    /**
     * Reads the page in the first {@code length} bytes of {@code json}; the first {@code skip} records are only counted.
     *
     * @throws UnreadableRecordException that tells what is wrong where, if the page is not as configured
     */
    PageContent read(byte[] json, int length, long skip) {
        if (length > 1 && (json[0] == 0 || json[1] == 0)) {
            throw new UnreadableRecordException(
                    "", "text of " + length + " bytes in another encoding (expected UTF-8)");
        }
        Walk walk = new Walk(json, skip);
        try (JsonParser parser = JSON.createParser(json, 0, length)) {
            if (parser.nextToken() == null) {
                throw new UnreadableRecordException("", "no JSON, " + length + " bytes (expected a page)");
            }
            walk.visit(parser, records, cursor, more);
            if (parser.nextToken() != null) {
                throw new UnreadableRecordException("", "more than one JSON value (expected a page)");
            }
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the text, so it is not passed on.
            String where = walk.index < 0 ? "" : records + "/" + walk.index;
            throw new UnreadableRecordException(where, malformed(e, length));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
        if (walk.found == null) {
            throw new UnreadableRecordException(records.toString(), "nothing there (expected an array of records)");
        }
        return new PageContent(walk.found, walk.count, walk.next, walk.expectsMore);
    }

    private static String malformed(JsonProcessingException e, int length) {
        if (e instanceof JsonEOFException) {
            return "JSON that ends in the middle, after " + length + " bytes";
        }
        return "malformed JSON at byte " + e.getLocation().getByteOffset() + " of " + length;
    }

    /** One pass over one page. */
    private final class Walk {
        private final byte[] json;
        private final long skip;
        private @Nullable List<Struct> found;
        private int count;
        private int index = -1;
        private @Nullable String next;
        private @Nullable Boolean expectsMore;

        Walk(byte[] json, long skip) {
            this.json = json;
            this.skip = skip;
        }

        /** Visits the value that the parser stands on; the pointers say what is to be found from here on. */
        void visit(
                JsonParser parser,
                @Nullable JsonPointer records,
                @Nullable JsonPointer cursor,
                @Nullable JsonPointer more)
                throws IOException {
            if (records != null && records.matches()) {
                readRecords(parser);
            } else if (cursor != null && cursor.matches()) {
                next = readCursor(parser);
            } else if (more != null && more.matches()) {
                expectsMore = readMore(parser);
            } else if (records == null && cursor == null && more == null) {
                parser.skipChildren();
            } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    visit(parser, tail(records, name), tail(cursor, name), tail(more, name));
                }
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    visit(parser, tail(records, i), tail(cursor, i), tail(more, i));
                }
            }
        }

        private void readRecords(JsonParser parser) throws IOException {
            if (found != null) {
                throw new UnreadableRecordException(PageReader.this.records.toString(), "the same field twice");
            }
            List<Struct> structs = new ArrayList<>();
            found = structs;
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new UnreadableRecordException(
                        PageReader.this.records.toString(), "something else than an array of records");
            }
            for (index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                if (index < skip) {
                    parser.skipChildren();
                } else {
                    structs.add(readRecord(parser));
                }
            }
            count = index;
            index = -1;
        }

        private Struct readRecord(JsonParser parser) throws IOException {
            try {
                return shape.read(parser, json);
            } catch (UnreadableRecordException e) {
                throw e.inside(PageReader.this.records + "/" + index);
            }
        }

        private @Nullable String readCursor(JsonParser parser) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT -> parser.getText().isEmpty() ? null : parser.getText();
                case VALUE_NULL -> null;
                default ->
                    throw new UnreadableRecordException(
                            PageReader.this.cursor.toString(), "something else than a cursor (expected text or null)");
            };
        }

        private @Nullable Boolean readMore(JsonParser parser) {
            return switch (parser.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default ->
                    throw new UnreadableRecordException(
                            String.valueOf(PageReader.this.more),
                            "something else than a boolean (expected true or false)");
            };
        }

        private static @Nullable JsonPointer tail(@Nullable JsonPointer pointer, String name) {
            return pointer == null ? null : pointer.matchProperty(name);
        }

        private static @Nullable JsonPointer tail(@Nullable JsonPointer pointer, int index) {
            return pointer == null ? null : pointer.matchElement(index);
        }
    }

    /**
     * What a page holds.
     *
     * @param records without those that were skipped
     * @param count with them
     * @param next the cursor of the next page, if it names one
     */
    record PageContent(
            List<Struct> records,
            int count,
            @Nullable String next,
            @Nullable Boolean expectsMore) {}
}
