// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.ingest.request.RefusedException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a content type says of a body (RFC 9110 section 8.3). */
enum Media {
    JSON,
    /** A JSON value a line. */
    LINES,
    /** What browsers send without asking first: JSON, or a form. */
    TEXT,
    FORM,
    CLOUD_EVENT,
    CLOUD_BATCH,
    /** The data of a CloudEvent whose attributes are headers, of any type. */
    CLOUD_DATA,
    OTHER;

    private static final Set<String> LINE_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");
    /** Compressed files say so in place of what they are. */
    private static final Set<String> JSON_TYPES =
            Set.of("", "application/json", "text/json", "application/gzip", "application/x-gzip", "application/zstd");

    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

    /** @throws RefusedException if it is text that is not in UTF-8 */
    static Media of(@Nullable String contentType) throws RefusedException {
        Media media = ofType(type(contentType));
        if (media != OTHER && !isUtf8(contentType)) {
            throw Refusals.contentType();
        }
        return media;
    }

    /** Without parameters, in lower case; empty for none. */
    static String type(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    static boolean isUtf8(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        for (String parameter : contentType.toLowerCase(Locale.ROOT).split(";", -1)) {
            String[] pair = parameter.split("=", 2);
            if (pair.length == 2
                    && pair[0].trim().equals("charset")
                    && !CHARSETS.contains(pair[1].trim().replace("\"", ""))) {
                return false;
            }
        }
        return true;
    }

    private static Media ofType(String type) {
        return switch (type) {
            case "text/plain" -> TEXT;
            case "application/x-www-form-urlencoded" -> FORM;
            case "application/cloudevents+json" -> CLOUD_EVENT;
            case "application/cloudevents-batch+json" -> CLOUD_BATCH;
            default -> {
                if (LINE_TYPES.contains(type)) {
                    yield LINES;
                }
                boolean isJson = JSON_TYPES.contains(type)
                        || (type.startsWith("application/")
                                && type.endsWith("+json")
                                && !type.startsWith("application/cloudevents"));
                yield isJson ? JSON : OTHER;
            }
        };
    }
}
