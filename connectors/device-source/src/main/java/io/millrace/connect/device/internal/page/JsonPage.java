// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.json.internal.JsonInput;
import io.millrace.json.internal.SlidingWindow;
import io.millrace.records.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A page that is one JSON text: an array of records somewhere in it, and what is said around it. */
final class JsonPage implements PageReader {
    private final PageFormat format;
    private final RecordShape shape;
    private final SlidingWindow window;
    private final JsonInput in;
    private final JsonParser parser;
    private final Map<JsonPointer, String> envelope = new HashMap<>();
    private final CRC32C digest = new CRC32C();
    private State state = State.BEFORE;
    private @Nullable JsonStreamContext array;
    private long count;
    /** Where the record begins. */
    private long from;

    private boolean isStruck;

    private enum State {
        BEFORE,
        INSIDE,
        /** The page, or what is at the pointer, is one record. */
        SINGLE,
        AFTER
    }

    private JsonPage(PageFormat format, RecordShape shape, SlidingWindow window, JsonInput in) {
        this.format = format;
        this.shape = shape;
        this.window = window;
        this.in = in;
        this.parser = in.parser();
    }

    static JsonPage open(PageFormat format, InputStream body, RecordShape shape) throws IOException {
        SlidingWindow window = new SlidingWindow(body, format.limits().maxRecordBytes());
        try {
            return new JsonPage(
                    format, shape, window, JsonInput.of(window, format.limits().maxDepth()));
        } catch (Fault fault) {
            throw new UnreadablePageException("", fault.found(), fault);
        }
    }

    @Override
    public @Nullable Shaped next() throws IOException {
        JsonToken token = element();
        return token == null ? null : read(token);
    }

    @Override
    public boolean skip() throws IOException {
        JsonToken token = element();
        if (token == null) {
            return false;
        }
        try {
            parser.skipChildren();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
        return true;
    }

    /** The first token of the next record; null after the last. */
    private @Nullable JsonToken element() throws IOException {
        try {
            if (state == State.BEFORE) {
                seek();
            }
            if (state == State.SINGLE) {
                state = State.AFTER;
                return begun(parser.currentToken());
            }
            if (state == State.INSIDE) {
                JsonToken token = nextElement();
                if (token != null) {
                    return begun(token);
                }
                state = State.AFTER;
            }
            finish();
            return null;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private JsonToken begun(JsonToken token) {
        count++;
        in.watchDepth();
        from = in.begin();
        window.keepFrom(from);
        return token;
    }

    private @Nullable JsonToken nextElement() throws IOException {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                if (parser.getParsingContext() == array) {
                    continue; // of an inner array
                }
                return null;
            }
            if (token == null) {
                throw new JsonEOFException(parser, null, "");
            }
            if (token == JsonToken.START_ARRAY && format.isFlattened() && isDirectlyInside()) {
                continue;
            }
            return token;
        }
    }

    private boolean isDirectlyInside() {
        JsonStreamContext parent = parser.getParsingContext().getParent();
        return parent == array;
    }

    private Shaped read(JsonToken token) throws IOException {
        JsonStreamContext outside =
                token.isStructStart() ? parser.getParsingContext().getParent() : parser.getParsingContext();
        try {
            Shaped shaped = isPositional(token) ? positional(in) : shape.read(in, token);
            if (in.isTooDeep()) {
                throw in.tooDeep();
            }
            if (window.isOverflown() || in.end() - from > window.maxKept()) {
                throw new Fault("a record of more than " + window.maxKept() + " bytes");
            }
            window.addTo(digest, from, in.end());
            return shaped;
        } catch (Fault fault) {
            String at = parser.getParsingContext().pathAsPointer().toString();
            passOver(outside);
            throw bad(fault, at);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private boolean isPositional(JsonToken token) {
        return token == JsonToken.START_ARRAY && !format.columns().isEmpty() && shape.needsObjects();
    }

    private Shaped positional(JsonInput input) throws IOException {
        return OneRecord.read(
                shape, Rows.object(input, format.columns()), format.limits().maxDepth());
    }

    /** Goes to the record's end. */
    private void passOver(@Nullable JsonStreamContext outside) throws IOException {
        try {
            while (parser.getParsingContext() != outside) {
                if (parser.nextToken() == null) {
                    throw new JsonEOFException(parser, null, "");
                }
            }
            parser.finishToken();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private BadRecordException bad(Fault fault, String at) {
        long length = in.end() - from; // of one that is not kept, what tells it from others
        digest.update((int) length);
        window.addTo(digest, from, from + length);
        String text = "";
        if (!window.isOverflown() && length <= window.maxKept()) {
            try {
                text = in.textFrom(from);
            } catch (Fault alsoNoText) {
                text = "";
            }
        }
        return new BadRecordException(at + fault.pointer(), fault.found(), text, fault);
    }

    /** Goes to the records, and notes what is said before. */
    private void seek() throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            window.keepFrom(in.end());
            if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
                continue;
            }
            JsonPointer at = parser.getParsingContext().pathAsPointer();
            if (at.equals(format.records())) {
                requireFlat();
                enter(token);
                return;
            }
            note(at, token);
        }
        if (window.passed() == 0) {
            throw new UnreadablePageException("", "no JSON, 0 bytes (expected a page)", null);
        }
        throw new UnreadablePageException(
                format.records().toString(), "nothing there (expected an array of records)", null);
    }

    private void enter(JsonToken token) {
        isStruck = true;
        switch (token) {
            case START_ARRAY -> {
                state = State.INSIDE;
                array = parser.getParsingContext();
            }
            case START_OBJECT -> state = State.SINGLE;
            case VALUE_NULL -> state = State.AFTER;
            default ->
                throw new UnreadablePageException(
                        format.records().toString(),
                        JsonInput.describe(token) + " (expected an array of records)",
                        null);
        }
    }

    private void note(JsonPointer at, JsonToken token) throws IOException {
        if (token.isStructStart()) {
            if (format.envelope().contains(at)) {
                throw new UnreadablePageException(
                        at.toString(), JsonInput.describe(token) + " (expected text, a number or a boolean)", null);
            }
            if (!leadsOn(at)) {
                parser.skipChildren();
            }
        } else if (token != JsonToken.VALUE_NULL && format.envelope().contains(at)) {
            if (envelope.put(at, parser.getText()) != null) {
                throw new UnreadablePageException(at.toString(), "the same field twice (expected once)", null);
            }
        }
    }

    private boolean leadsOn(JsonPointer at) {
        String prefix = at + "/";
        if (!isStruck && format.records().toString().startsWith(prefix)) {
            return true;
        }
        for (JsonPointer pointer : format.envelope()) {
            if (pointer.toString().startsWith(prefix)) {
                return true;
            }
        }
        return at.toString().isEmpty();
    }

    /** Notes what is said after the records, to the page's end. */
    private void finish() throws IOException {
        in.watchDepth();
        window.keepFrom(in.end());
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            window.keepFrom(in.end());
            if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
                continue;
            }
            JsonPointer at = parser.getParsingContext().pathAsPointer();
            if (at.toString().isEmpty()) {
                throw new UnreadablePageException("", "more than one JSON value (expected a page)", null);
            }
            if (at.equals(format.records())) {
                throw new UnreadablePageException(at.toString(), "the same field twice (expected once)", null);
            }
            note(at, token);
        }
        requireFlat();
    }

    private void requireFlat() {
        if (in.isTooDeep()) {
            throw new UnreadablePageException("", in.tooDeep().found(), null);
        }
    }

    /** Jackson's own message quotes the text, so it is not passed on. */
    private UnreadablePageException malformed(JsonProcessingException e) {
        String where = state == State.INSIDE && count > 0 ? format.records() + "/" + (count - 1) : "";
        if (e instanceof StreamConstraintsException) {
            return new UnreadablePageException(where, in.fault(e).found(), e);
        }
        if (e instanceof JsonEOFException) {
            return new UnreadablePageException(
                    where, "JSON that ends in the middle, after " + window.passed() + " bytes", e);
        }
        return new UnreadablePageException(
                where, "malformed JSON at byte " + Math.max(0, e.getLocation().getByteOffset()), e);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public @Nullable String envelope(JsonPointer pointer) {
        return envelope.get(pointer);
    }

    @Override
    public long digest() {
        return digest.getValue();
    }

    @Override
    public long bytes() {
        return window.passed();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
