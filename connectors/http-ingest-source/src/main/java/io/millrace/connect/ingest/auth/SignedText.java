// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;

/** What is signed: a text with places such as <code>${timestamp}</code>, taken apart once. Thread-safe. */
final class SignedText {
    static final String PLACES =
            "${timestamp}, ${body}, ${method}, ${path}, ${query} or a header such as ${header.X-Id}";

    private static final String HEADER = "header.";

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();

    /** One part of the text. */
    private interface Piece {
        void addTo(Mac mac, Inbound request, String timestamp);
    }

    private SignedText() {}

    /** @throws IllegalArgumentException that says which place is wrong */
    static SignedText parse(String template) {
        SignedText text = new SignedText();
        int at = 0;
        for (int open = template.indexOf("${"); open >= 0; open = template.indexOf("${", at)) {
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("found ${ without }");
            }
            text.addLiteral(template.substring(at, open));
            text.addPlace(template.substring(open + 2, close));
            at = close + 1;
        }
        text.addLiteral(template.substring(at));
        return text;
    }

    private void addLiteral(String literal) {
        byte[] bytes = literal.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            pieces.add((mac, request, timestamp) -> mac.update(bytes));
        }
    }

    private void addPlace(String place) {
        pieces.add(piece(place));
        places.add(place);
    }

    private Piece piece(String place) {
        if (place.startsWith(HEADER) && IngestAuthValidators.isHeaderName(place.substring(HEADER.length()))) {
            String name = place.substring(HEADER.length());
            headers.add(name);
            return (mac, request, timestamp) -> mac.update(header(request, name).getBytes(SignatureHeaders.CHARSET));
        }
        return switch (place) {
            case "timestamp" -> (mac, request, timestamp) -> mac.update(timestamp.getBytes(SignatureHeaders.CHARSET));
            case "body" ->
                (mac, request, timestamp) -> mac.update(request.body().duplicate());
            case "method" -> (mac, request, timestamp) -> mac.update(utf8(request.method()));
            case "path" -> (mac, request, timestamp) -> mac.update(utf8(request.path()));
            case "query" -> (mac, request, timestamp) -> mac.update(utf8(request.query()));
            default -> throw new IllegalArgumentException("found ${" + place + "} (expected " + PLACES + ")");
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(Inbound request, String name) {
        String value = request.header(name);
        return value == null ? "" : value;
    }

    boolean has(String place) {
        return places.contains(place);
    }

    boolean hasHeader(String name) {
        return headers.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Each of the headers has to be there, and once. */
    void checkHeaders(Inbound request) throws RefusedException {
        for (String header : headers) {
            SignatureHeaders.only(request, header);
        }
    }

    void addTo(Mac mac, Inbound request, String timestamp) {
        for (Piece piece : pieces) {
            piece.addTo(mac, request, timestamp);
        }
    }
}
