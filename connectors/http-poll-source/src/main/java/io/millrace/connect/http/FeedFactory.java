// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.RetrySchedule;
import io.millrace.connect.device.internal.auth.AuthOptions;
import io.millrace.connect.device.internal.auth.RequestAuth;
import io.millrace.connect.device.internal.net.AddressOptions;
import io.millrace.connect.device.internal.net.HostBudget;
import io.millrace.connect.device.internal.net.ProxyOptions;
import io.millrace.connect.device.internal.net.QuietWatchdog;
import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.http.internal.Tls;
import io.millrace.http.internal.Tls.TlsSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Makes the feeds of a task, each with what it goes through: client, credentials, budget. */
final class FeedFactory implements AutoCloseable {
    private final HttpPollConfig config;
    private final Surroundings around;
    private final Map<String, PageFetcher.Gate> gates = new HashMap<>();
    private final List<OkHttpClient> clients = new ArrayList<>();
    private final List<Object> budgetUsers = new ArrayList<>();
    private final List<RequestAuth> auths = new ArrayList<>();

    /**
     * What feeds get from outside.
     *
     * @param offsets the stored offset of a source partition; null for none
     */
    record Surroundings(
            Clock clock,
            LongSupplier nanoClock,
            DoubleSupplier random,
            SourceMetrics metrics,
            Function<Map<String, String>, @Nullable Map<String, Object>> offsets) {}

    FeedFactory(HttpPollConfig config, Surroundings around) {
        this.config = config;
        this.around = around;
        QuietWatchdog.acquire();
    }

    /** Adds the feeds of {@code unit} to {@code poller}. */
    void add(Unit unit, HttpPoller poller) {
        Endpoint endpoint = config.endpoint(unit.endpoint());
        if (endpoint.parent() == null) {
            poller.add(feed(endpoint, Map.of()));
        } else {
            ChildFeeds feeds = new ChildFeeds(unit, values -> feed(endpoint, values));
            addParents(endpoint, Lineage.namesOfParent(endpoint), feeds, poller);
        }
    }

    /** Adds the list of {@code child}'s parents; where those have parents, of theirs, which leads to it. */
    private void addParents(Endpoint child, Set<String> names, Offspring offspring, HttpPoller poller) {
        Endpoint parent = config.endpoint(String.valueOf(child.parent())).asList();
        Lineage lineage = Lineage.of(parent, names);
        if (parent.parent() == null) {
            poller.add(parents(parent, child, lineage.inherit(Map.of()), offspring));
        } else {
            ChildLists lists = new ChildLists(values -> parents(parent, child, lineage.inherit(values), offspring));
            addParents(parent, lineage.namesAbove(), lists, poller);
        }
    }

    private ParentList parents(Endpoint parent, Endpoint child, Lineage.Inheritance from, Offspring offspring) {
        ParentCollector collector = new ParentCollector(from.names(), from.handedDown());
        FeedId id = FeedId.of(parent, from.used());
        Reading reading = new Reading(ShapeOptions.text(), collector, null);
        return new ParentList(feed(parent, id, reading, child.parentRefresh(), Position.START), collector, offspring);
    }

    /** The feed of an endpoint, or of an endpoint for one parent record. */
    Feed feed(Endpoint endpoint, Map<String, String> parent) {
        FeedId id = FeedId.of(endpoint, parent);
        Map<String, Object> stored = around.offsets.apply(id.sourcePartition());
        Map<String, Object> offset = stored == null ? endpoint.initialOffset() : stored;
        Position start = Position.of(offset);
        String known = offset == null ? "" : String.valueOf(offset.getOrDefault(Position.IDS, ""));
        SeenIds ids = endpoint.hasIds() ? new SeenIds(endpoint.idMax(), known) : null;
        RecordMaker maker = new RecordMaker(endpoint, id, ids);
        RecordCollector collector = endpoint.isNewestFirst() && ids != null
                ? new NewestFirstCollector(maker, ids, id, endpoint)
                : new ForwardCollector(maker, ids, endpoint);
        String pageKey =
                endpoint.keyPointer() == null ? "" : endpoint.keyPointer().toString();
        RecordShape shape = ShapeOptions.of(endpoint, endpoint.topic(), pageKey, around.clock);
        Windows windows = endpoint.windows(around.clock);
        return feed(endpoint, id, new Reading(shape, collector, windows), endpoint.pollInterval(), start);
    }

    private Feed feed(Endpoint endpoint, FeedId id, Reading reading, Duration interval, Position start) {
        PageFetcher.Gate gate = gates.computeIfAbsent(endpoint.name(), name -> gate(endpoint));
        BadRecordPolicy bad = new BadRecordPolicy(endpoint, reading.shape().label(), around.metrics);
        PageRecords records = new PageRecords(endpoint, id, reading, bad);
        PageFetcher pages = new PageFetcher(endpoint, id, new RequestPlan(endpoint, reading.windows()), records, gate);
        RetrySchedule retries = new RetrySchedule(endpoint.retryLimits(), around.nanoClock, around.random);
        return new Feed(
                new Feed.Setup(
                        id,
                        endpoint,
                        pages,
                        reading.windows(),
                        interval,
                        gate.budget(),
                        retries,
                        around.nanoClock,
                        around.metrics),
                start);
    }

    private PageFetcher.Gate gate(Endpoint endpoint) {
        OkHttpClient http = client(endpoint);
        clients.add(http);
        HostBudget.Limit limit = new HostBudget.Limit(endpoint.rateRequests(), endpoint.ratePeriod());
        HttpUrl url = endpoint.url();
        Object user = new Object();
        budgetUsers.add(user);
        HostBudget budget = HostBudget.acquire(url.scheme() + "://" + url.host() + ":" + url.port(), user, limit);
        RequestAuth auth = AuthOptions.of(endpoint, http, around.clock, around.nanoClock);
        auths.add(auth);
        return new PageFetcher.Gate(http, auth, budget, around.metrics, new ApiClock(around.clock, around.nanoClock));
    }

    /** The client of an endpoint: guarded, without redirects of its own. */
    static OkHttpClient client(Endpoint endpoint) {
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(endpoint.connectTimeout())
                .readTimeout(endpoint.readTimeout())
                .callTimeout(endpoint.requestTimeout());
        AddressOptions.guard(endpoint).install(client);
        ProxyOptions.install(endpoint, client);
        TlsSettings settings = HttpPollConfig.TLS.from(endpoint);
        if (settings != null) {
            Tls tls = Tls.of(settings);
            client.sslSocketFactory(tls.context().getSocketFactory(), tls.trust());
            if (!settings.checksHost()) {
                client.hostnameVerifier((host, session) -> true);
            }
        }
        return client.build();
    }

    @Override
    public void close() {
        QuietWatchdog.release();
        budgetUsers.forEach(HostBudget::release);
        auths.forEach(RequestAuth::close);
        for (OkHttpClient client : clients) {
            client.dispatcher().cancelAll();
            client.connectionPool().evictAll();
        }
    }
}
