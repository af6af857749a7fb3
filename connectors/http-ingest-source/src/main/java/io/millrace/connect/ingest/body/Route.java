// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a path takes.
 *
 * @param form how events lie in a body
 * @param api whose events they are
 * @param type what kind of event it is where it does not say so; empty for none
 */
public record Route(Form form, Api api, String type) {
    private static final Set<String> CALLS = Set.of("track", "identify", "page", "screen", "group", "alias");
    private static final Set<String> BATCHES = Set.of("batch", "import", "b");
    private static final Set<String> CAPTURES = Set.of("/batch", "/e", "/capture", "/i/v0/e");
    private static final String EVENTS = "/v1/events";
    private static final String VERSION = "/v1/";

    /** How events lie in a body. */
    public enum Form {
        /** One event, an array of them, or one a line. */
        EVENTS,
        /** The same, or CloudEvents. */
        EVENTS_OR_CLOUD,
        /** An object with a {@code batch} of events, or an array of them. */
        BATCH,
        /** Any of these, as the body turns out. */
        CAPTURE,
        /** CloudEvents and nothing else. */
        CLOUD
    }

    /**
     * What a request is for; null if it is for none of the APIs.
     *
     * @param apis those that are spoken, of which the first counts where several have the same path
     */
    public static @Nullable Route of(String method, String path, List<Api> apis) {
        return method.equals("POST") ? of(path, apis) : null;
    }

    /** What is sent to a path, by POST; null if nothing is. */
    public static @Nullable Route of(String path, List<Api> apis) {
        for (Api api : apis) {
            Route route = switch (api) {
                case MILLRACE -> millrace(path);
                case SEGMENT -> segment(path);
                case POSTHOG -> posthog(path);
                case CLOUDEVENTS -> path.equals("/") || path.equals(EVENTS) ? new Route(Form.CLOUD, api, "") : null;
            };
            if (route != null) {
                boolean isBoth = path.equals(EVENTS) && apis.contains(Api.MILLRACE);
                return isBoth ? new Route(Form.EVENTS_OR_CLOUD, Api.MILLRACE, "") : route;
            }
        }
        return null;
    }

    private static @Nullable Route millrace(String path) {
        return switch (path) {
            case EVENTS -> new Route(Form.EVENTS_OR_CLOUD, Api.MILLRACE, "");
            case "/v1/batch" -> new Route(Form.BATCH, Api.MILLRACE, "");
            default -> null;
        };
    }

    private static @Nullable Route segment(String path) {
        String call = path.startsWith(VERSION) ? path.substring(VERSION.length()) : "";
        if (CALLS.contains(call)) {
            return new Route(Form.EVENTS, Api.SEGMENT, call);
        }
        return BATCHES.contains(call) ? new Route(Form.BATCH, Api.SEGMENT, "") : null;
    }

    private static @Nullable Route posthog(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return CAPTURES.contains(plain) ? new Route(Form.CAPTURE, Api.POSTHOG, "") : null;
    }

    boolean takesCloudEvents() {
        return form == Form.CLOUD || form == Form.EVENTS_OR_CLOUD;
    }
}
