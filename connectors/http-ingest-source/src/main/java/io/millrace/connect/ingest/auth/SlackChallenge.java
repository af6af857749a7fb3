// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What Slack's Events API asks a new address: {@code {"type":"url_verification","challenge":"…"}}. */
final class SlackChallenge {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // anybody's names
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** Longer ones are events, which are not read twice. */
    private static final int MAX_BODY_BYTES = 8_192;

    private SlackChallenge() {}

    /** The challenge, empty if it has none; null if the body is anything else. */
    static @Nullable String find(ByteBuffer body) {
        if (body.remaining() > MAX_BODY_BYTES) {
            return null;
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        try (JsonParser json = JSON.createParser(bytes)) {
            return find(json);
        } catch (IOException e) { // no JSON: whoever reads events says so
            return null;
        }
    }

    private static @Nullable String find(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String type = "";
        String challenge = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
            if (isText && name.equals("type")) {
                type = json.getText();
            } else if (isText && name.equals("challenge")) {
                challenge = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return type.equals("url_verification") ? challenge : null;
    }
}
