// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.request;

import java.util.Map;

/**
 * Why a request is not taken.
 *
 * @param status of the answer, such as 401
 * @param reason short and of a fixed set, for metrics: {@code signature}
 * @param message for the sender: what was found and expected, without secrets and without what was sent
 * @param headers that the answer has to have, such as {@code WWW-Authenticate}
 */
public record Refusal(int status, String reason, String message, Map<String, String> headers) {
    public Refusal {
        headers = Map.copyOf(headers);
    }

    public Refusal(int status, String reason, String message) {
        this(status, reason, message, Map.of());
    }
}
