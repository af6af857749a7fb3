// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.net.BodyTooLargeException;
import io.millrace.connect.device.internal.net.UnknownCodingException;
import io.millrace.connect.device.internal.page.UnreadablePageException;
import io.millrace.connect.ingest.request.RefusedException;
import java.io.IOException;

/** Why bodies are not taken: in the words that the sender gets, which hold nothing of what was sent. */
final class Refusals {
    private Refusals() {}

    static RefusedException contentType() {
        return new RefusedException(
                415,
                "content-type",
                "Cannot read the body: found a content type that is not known here (expected application/json,"
                        + " application/x-ndjson or text/plain, in UTF-8). Correct Content-Type.");
    }

    static RefusedException noCloudEvent() {
        return new RefusedException(
                415,
                "content-type",
                "Cannot read the body: found no CloudEvent (expected ce- headers, application/cloudevents+json or"
                        + " application/cloudevents-batch+json). Correct the headers.");
    }

    static RefusedException compression() {
        return new RefusedException(
                415,
                "encoding",
                "Cannot decode the body: found a compression that is not known here (expected gzip or base64)."
                        + " Correct the parameter compression.");
    }

    static RefusedException tooLarge(int maxBytes) {
        return new RefusedException(
                413,
                "too-large",
                "Cannot read the body: found more than " + maxBytes
                        + " bytes once it was decompressed (expected at most" + " those). Send fewer events at once.");
    }

    static RefusedException tooMany(int maxEvents) {
        return new RefusedException(
                413,
                "too-many",
                "Cannot read the body: found more than " + maxEvents + " events (expected at most those). Send fewer at"
                        + " once.");
    }

    static RefusedException malformed(String found) {
        return new RefusedException(
                400, "malformed", "Cannot read the body: found " + found + ". Nothing of it was taken. Correct it.");
    }

    static RefusedException otherThan(String found) {
        return new RefusedException(
                422,
                "semantics",
                "Cannot read the body: found " + found + ". Nothing of it was taken. Correct Content-Type.");
    }

    static RefusedException keys() {
        return new RefusedException(
                422,
                "keys",
                "Cannot read the body: found events with different API keys (expected the same for all). Send them"
                        + " apart.");
    }

    /** The whole body cannot be read. */
    static RefusedException unreadable(UnreadablePageException e) {
        boolean isJson = e.getCause() == null && !e.pointer().isEmpty(); // with something else at that place
        String at = e.pointer().isEmpty() ? "" : " at " + Place.of(e.pointer());
        String message = "Cannot read the body: found " + e.found() + at + ". Nothing of it was taken. Correct it.";
        return isJson
                ? new RefusedException(422, "semantics", message)
                : new RefusedException(400, "malformed", message);
    }

    /** The body cannot be made what it was before it was compressed. */
    static RefusedException undecodable(IOException e, int maxBytes) {
        if (e instanceof BodyTooLargeException) {
            return tooLarge(maxBytes);
        }
        if (e instanceof UnknownCodingException) {
            return new RefusedException(
                    415,
                    "encoding",
                    "Cannot decode the body: found content codings that are not known here (expected at most two of"
                            + " gzip, deflate, zstd and identity). Correct Content-Encoding.");
        }
        return new RefusedException(
                400,
                "encoding",
                "Cannot decode the body: found bytes that are not compressed as they are said to be, or not all of them."
                        + " Nothing of it was taken. Correct it.");
    }
}
