// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser of UTF-8, which passes over what is not wanted as {@link JsonScan} does, copies strings of nothing but
 * ASCII straight from the bytes, and says where it is without an object for it. What is not that easy goes Jackson's own
 * way, so that both find the same in any text, and the same wrong.
 */
final class Utf8Parser extends UTF8StreamJsonParser {
    /** Deeper text is read all the same, and noted. */
    private int maxDepth = Integer.MAX_VALUE;

    private boolean isTooDeep;

    private Utf8Parser(
            IOContext context,
            int features,
            @Nullable InputStream in,
            ByteQuadsCanonicalizer names,
            byte[] bytes,
            int start,
            int end) {
        super(context, features, in, null, names, bytes, start, end, 0, in != null);
    }

    /** Makes such parsers: whatever the bytes look like, they are to be UTF-8. */
    static final class Factory extends JsonFactory {
        private static final long serialVersionUID = 1L;

        Factory(JsonFactoryBuilder builder) {
            super(builder);
        }

        Utf8Parser parser(byte[] bytes, int offset, int length) throws IOException {
            return (Utf8Parser) createParser(bytes, offset, length);
        }

        Utf8Parser parser(InputStream in) throws IOException {
            return (Utf8Parser) createParser(in);
        }

        @Override
        protected JsonParser _createParser(InputStream in, IOContext context) {
            return new Utf8Parser(context, _parserFeatures, in, names(), context.allocReadIOBuffer(), 0, 0);
        }

        @Override
        protected JsonParser _createParser(byte[] bytes, int offset, int length, IOContext context) {
            return new Utf8Parser(context, _parserFeatures, null, names(), bytes, offset, offset + length);
        }

        private ByteQuadsCanonicalizer names() {
            return _byteSymbolCanonicalizer.makeChild(_factoryFeatures);
        }
    }

    /** Begins to note whether objects and arrays are more than {@code levels} deep inside each other. */
    void watchDepth(int levels) {
        maxDepth = levels;
        isTooDeep = false;
    }

    boolean isTooDeep() {
        return isTooDeep;
    }

    @Override
    protected void createChildArrayContext(int line, int column) throws IOException {
        super.createChildArrayContext(line, column);
        isTooDeep |= _parsingContext.getNestingDepth() > maxDepth;
    }

    @Override
    protected void createChildObjectContext(int line, int column) throws IOException {
        super.createChildObjectContext(line, column);
        isTooDeep |= _parsingContext.getNestingDepth() > maxDepth;
    }

    /** How many bytes have been read. */
    long offset() {
        return _currInputProcessed + _inputPtr;
    }

    /** Where the token begins, if it is one value. */
    long tokenOffset() {
        return _tokenInputTotal - 1;
    }

    @Override
    protected String _finishAndReturnString() throws IOException {
        int end = JsonScan.plain(_inputBuffer, _inputPtr, _inputEnd);
        if (end == _inputEnd || _inputBuffer[end] != '"') {
            return super._finishAndReturnString();
        }
        String text = new String(_inputBuffer, _inputPtr, end - _inputPtr, StandardCharsets.ISO_8859_1);
        _inputPtr = end + 1;
        _textBuffer.resetWithString(text);
        return text;
    }

    @Override
    protected void _skipString() throws IOException {
        int past = JsonScan.pastString(_inputBuffer, _inputPtr, _inputEnd);
        if (past < 0) {
            super._skipString();
        } else {
            _inputPtr = past;
            _tokenIncomplete = false;
        }
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (!_currToken.isStructStart() || !skipRest(true, JsonScan.ANY)) {
            super.skipChildren();
        }
        return this;
    }

    /**
     * Goes to the end of the object or array that the parser is in, if that is easily done; otherwise stays, and returns
     * false.
     *
     * @param isFirst whether the parser stands on its beginning, and not on a value in it
     * @param known names that the object must not have in the rest
     */
    boolean skipRest(boolean isFirst, byte[][] known) throws IOException {
        if (_tokenIncomplete) {
            _skipString();
        }
        boolean isObject = _parsingContext.inObject();
        int levels =
                Math.min(maxDepth, _streamReadConstraints.getMaxNestingDepth()) - _parsingContext.getNestingDepth() + 1;
        if (levels < 1) {
            return false;
        }
        int past = JsonScan.pastRest(
                _inputBuffer, _inputPtr, _inputEnd, new JsonScan.Start(isObject, isFirst, levels), known);
        if (past < 0) {
            return false;
        }
        _inputPtr = past;
        _parsingContext = _parsingContext.clearAndGetParent();
        _updateToken(isObject ? JsonToken.END_OBJECT : JsonToken.END_ARRAY);
        return true;
    }
}
