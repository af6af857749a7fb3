// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.request;

import java.util.Map;

/**
 * A whole answer to a request that brings no events.
 *
 * @param headers all but the content type's
 * @param contentType of the body; empty if there is none
 * @param body empty for none
 */
public record Answer(int status, Map<String, String> headers, String contentType, String body) {
    public Answer {
        headers = Map.copyOf(headers);
    }
}
