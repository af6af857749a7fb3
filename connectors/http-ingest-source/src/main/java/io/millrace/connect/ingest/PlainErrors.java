// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers that the server gives before a request reaches anybody: a code and its phrase, and nothing of the request. */
final class PlainErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, body(code), callback);
    }

    private static ByteBuffer body(int code) {
        return ByteBuffer.wrap(
                ("{\"error\":\"" + HttpStatus.getMessage(code) + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
