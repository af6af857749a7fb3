// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.RecordShape;
import io.millrace.connect.device.internal.RetryAfter;
import io.millrace.connect.device.internal.UnreadableRecordException;
import io.millrace.connect.http.PageReader.PageContent;
import io.millrace.records.PluginVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API for pages and turns them into records. One request at a time; {@link #close} may come from any thread
 * and cuts a request short.
 *
 * <p>Credentials go to the configured address only: redirects are not followed. Error texts name the address without
 * its query.
 */
final class PageClient implements Pages, AutoCloseable {
    private static final String RESTART = ", then restart the task; it goes on where it stopped.";
    private static final int FIRST_BUFFER_BYTES = 64 * 1024;

    private final HttpUrl url;
    private final String endpoint;
    private final HttpPollConfig config;
    private final @Nullable Password token;
    private final RecordShape shape;
    private final PageReader reader;
    private final OkHttpClient http;
    private final Clock clock;
    private final Map<String, String> sourcePartition;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];

    PageClient(HttpPollConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.url = config.url();
        this.endpoint = endpoint(config);
        this.token = config.token();
        this.shape = config.recordShape();
        this.reader = new PageReader(shape, config.recordsPointer(), config.cursorPointer(), config.morePointer());
        this.sourcePartition = sourcePartition(config);
        this.http = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(config.connectTimeout())
                .readTimeout(config.readTimeout())
                .callTimeout(config.requestTimeout())
                .build();
    }

    /** {@code {endpoint: address without query}}. */
    static Map<String, String> sourcePartition(HttpPollConfig config) {
        return Map.of(HttpPollSourceConnector.ENDPOINT, endpoint(config));
    }

    /** The address without its query, which may hold secrets. */
    static String endpoint(HttpPollConfig config) {
        return config.url().newBuilder().query(null).build().toString();
    }

    @Override
    public Answer fetch(Position position) {
        try (Response response = http.newCall(request(position)).execute()) {
            return switch (response.code()) {
                case 200 -> page(position, response);
                case 204 -> new Answer.Page(List.of(), 0, position, null);
                case 408, 425, 429 -> tryLater(response);
                default -> response.code() >= 500 ? tryLater(response) : new Answer.Failed(refused(position, response));
            };
        } catch (IOException e) {
            return new Answer.TryLater(e.getClass().getSimpleName() + " (" + e.getMessage() + ")", null, e);
        } catch (UnreadableRecordException e) {
            return new Answer.Failed(unreadable(position, e));
        }
    }

    private Request request(Position position) {
        HttpUrl.Builder target = url.newBuilder();
        if (position.cursor() != null) {
            target.setQueryParameter(config.cursorParameter(), position.cursor());
        }
        if (!config.limitParameter().isEmpty()) {
            target.setQueryParameter(config.limitParameter(), Integer.toString(config.limit()));
        }
        Request.Builder request = new Request.Builder()
                .url(target.build())
                .header("Accept", "application/json")
                .header("User-Agent", "millrace-http-poll-source/" + PluginVersion.of(PageClient.class));
        if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        return request.build();
    }

    private Answer tryLater(Response response) {
        return new Answer.TryLater(
                "HTTP " + response.code(), RetryAfter.parse(response.header("Retry-After"), clock.instant()), null);
    }

    private Answer page(Position position, Response response) throws IOException {
        int length = readBody(response);
        if (length > config.pageMaxBytes()) {
            return new Answer.Failed(new ConnectException("Cannot read a page: found more than " + config.pageMaxBytes()
                    + " bytes (the limit, " + HttpPollConfig.PAGE_MAX_BYTES + ") at " + where(position)
                    + ". Raise it, or lower " + HttpPollConfig.LIMIT + RESTART));
        }
        PageContent content = reader.read(buffer, length, position.index());
        if (content.count() < position.index()) {
            return new Answer.Failed(
                    new ConnectException(
                            "Cannot go on inside a page: found " + content.count()
                                    + " records (expected at least " + position.index()
                                    + ", the ones already delivered) at "
                                    + where(position)
                                    + ". The API's cursor is not stable. Set a cursor that is valid by PATCH /connectors/{name}/offsets."));
        }
        boolean stays = content.next() == null || content.next().equals(position.cursor());
        Position next = stays ? new Position(position.cursor(), content.count()) : new Position(content.next(), 0);
        if (stays && Boolean.TRUE.equals(content.expectsMore())) {
            return new Answer.Failed(looping(position, "a page that promises more and names no other cursor"));
        }
        if (stays && content.next() != null && content.count() >= config.limit()) {
            return new Answer.Failed(looping(position, "a full page whose next cursor is its own"));
        }
        return new Answer.Page(records(content, position, next), content.count(), next, content.expectsMore());
    }

    /** Reads the body into the buffer, as far as one byte beyond the limit. */
    private int readBody(Response response) throws IOException {
        long limit = config.pageMaxBytes() + 1L;
        InputStream body = response.body().byteStream();
        int length = 0;
        while (length < limit) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(limit, buffer.length * 2L));
            }
            int read = body.read(buffer, length, (int) Math.min(buffer.length, limit) - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return length;
    }

    private List<SourceRecord> records(PageContent content, Position position, Position next) {
        List<Struct> values = content.records();
        List<SourceRecord> records = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            boolean last = i == values.size() - 1;
            Position after = last ? next : new Position(position.cursor(), position.index() + i + 1);
            Struct value = values.get(i);
            records.add(new SourceRecord(
                    sourcePartition,
                    after.asOffset(),
                    config.topic(),
                    null,
                    shape.keySchema(),
                    shape.key(value),
                    shape.valueSchema(),
                    value));
        }
        return records;
    }

    @Override
    public ConnectException exhausted(Position position, Answer.TryLater last) {
        return new ConnectException(
                "Cannot read a page: found " + last.reason() + " until " + HttpPollConfig.RETRY_TIMEOUT_MS
                        + " had passed (expected 200) at " + where(position) + ". See to the API" + RESTART,
                last.cause());
    }

    @Override
    public ConnectException looping(Position position, String found) {
        return new ConnectException("Cannot follow the feed: found " + found + " (expected progress) at "
                + where(position) + ". Check " + HttpPollConfig.CURSOR_PARAMETER + " and "
                + HttpPollConfig.CURSOR_POINTER
                + RESTART);
    }

    private ConnectException refused(Position position, Response response) {
        String remedy = switch (response.code()) {
            case 401, 403 ->
                token == null
                        ? "Set " + HttpPollConfig.AUTH_TYPE + " and " + HttpPollConfig.AUTH_TOKEN
                        : "Correct " + HttpPollConfig.AUTH_TOKEN + ", or what it is allowed to do";
            case 301, 302, 303, 307, 308 ->
                "Redirects are not followed, to keep credentials where they belong. Set " + HttpPollConfig.URL
                        + " to the final address";
            case 404 -> "Correct " + HttpPollConfig.URL;
            case 400, 410, 422 ->
                "Check the pagination settings; if the API has forgotten the cursor, set a valid one by PATCH "
                        + "/connectors/{name}/offsets";
            default -> "Check " + HttpPollConfig.URL + " and what the API expects";
        };
        return new ConnectException("Cannot read a page: found HTTP " + response.code() + " (expected 200) at "
                + where(position) + ". " + remedy + RESTART);
    }

    private DataException unreadable(Position position, UnreadableRecordException e) {
        boolean record = e.pointer().startsWith(config.recordsPointer() + "/");
        String at = e.pointer().isEmpty() ? "" : ", " + e.pointer();
        return new DataException(
                "Cannot read " + (record ? "a " + shape.label() : "a page") + ": found " + e.found() + " at "
                        + where(position) + at + ". Nothing of this page was delivered. Have the API corrected"
                        + RESTART,
                e);
    }

    private String where(Position position) {
        return endpoint + " from " + position;
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.connectionPool().evictAll();
    }
}
