// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink task over a {@link TableStore}: each record takes effect once, because the offset moves in the transaction
 * that writes the rows, by compare-and-set, and only for the latest owner of the partition.
 *
 * <p>The store is the truth about offsets: {@link #open} takes the partition over (a new epoch) and sends the consumer
 * to the stored offset; Kafka's own offsets only ever show what the store has accepted. Topic, partition and offset are
 * those the record was consumed with, whatever transforms made of it.
 *
 * <p>One flush at a time is under way, on another thread, while records for the next are encoded on the task's. Whatever
 * came in meanwhile is the next flush, so that transactions grow with the load. What both hold is bounded: beyond the bound
 * the partitions are paused. A flush that cannot reach the store is tried again; one that fails for good fails the next
 * {@link #put}. Apart from that, not thread-safe.
 */
public final class SinkEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SinkEngine.class);
    private static final long SOON_MS = 2;
    private static final long LANDING_MS = 100;
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3); // Connect waits 5 s for a task to stop

    /** What an engine works with besides the store. */
    public record Surroundings(
            Executor executor,
            LongSupplier nanoClock,
            LongConsumer pauseNanos,
            UnaryOperator<@Nullable SinkRecord> unpack,
            TopicCheck topics,
            SinkMetrics metrics) {}

    private final TableStore store;
    private final SinkTaskContext context;
    private final FlushPolicy policy;
    private final Surroundings around;
    private final Backpressure pressure;
    private final Ownership owned;
    private final Intake intake;
    private final Replays replays;
    private final PutRetries unprepared;
    private final Supplier<Pending> fillingNow; // one for all records

    private Pending filling;
    private @Nullable Pending spare;
    private @Nullable Flight flight;
    private boolean encodedAnew;

    public SinkEngine(TableStore store, SinkTaskContext context, FlushPolicy policy, Surroundings around) {
        this.store = store;
        this.context = context;
        this.policy = policy;
        this.around = around;
        this.owned = new Ownership(store, policy, around);
        this.pressure = new Backpressure(context, policy.bufferBytes());
        this.intake = new Intake(store, around.unpack(), this::ground);
        this.replays = new Replays(this::newPending);
        this.unprepared = new PutRetries(policy.retryTimeout(), around.nanoClock());
        this.filling = newPending();
        this.fillingNow = () -> this.filling;
    }

    private Pending newPending() {
        return new Pending(store.newBatch(), context.errantRecordReporter());
    }

    /** Takes the partitions over from whoever had them, and sends the consumer to where the store is. */
    public void open(Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        awaitFlight("open " + assigned);
        land();
        Map<TopicPartition, Claim> claims = owned.take(assigned);
        claims.forEach((id, claim) -> {
            if (claim.nextOffset() != null) {
                context.offset(id, claim.nextOffset());
            }
        });
        pressure.opened(owned.ids());
        LOG.info("Opened {}: {}", assigned, claims);
    }

    /** Takes the records, and begins a flush if one is due and none is under way. */
    public void put(Collection<SinkRecord> delivered) {
        land();
        try {
            for (SinkRecord record : delivered) {
                if (filling.sinceNanos() != null && pressure.isFull(heldBytes())) {
                    ground();
                    launch();
                }
                take(record);
                if (isFull()) {
                    launchIfFree();
                }
            }
            unprepared.over();
        } catch (StoreUnavailableException e) {
            context.timeout(policy.retryBackoff().toMillis());
            throw unprepared.again(e);
        }
        launchIfDue();
        pauseOrResume();
    }

    private void take(SinkRecord record) {
        Partition partition = owned.partition(record);
        if (partition.hasTaken(record.originalKafkaOffset(), around.topics().mode(), store)) {
            return;
        }
        partition.pass(record.originalKafkaOffset());
        if (partition.replays(record.originalKafkaOffset())) {
            intake.take(record, () -> replays.range(partition.id()));
            partition.take(record.originalKafkaOffset());
            return;
        }
        intake.take(record, fillingNow);
        partition.take(record.originalKafkaOffset());
        if (filling.sinceNanos() == null) {
            filling.beginAt(now());
        }
    }

    private boolean isFull() {
        return filling.batch.rows() >= policy.maxRows() || filling.batch.bytes() >= policy.maxBytes();
    }

    /** Begins a flush, or lets the batch grow while one is under way. */
    private void launchIfFree() {
        land();
        if (flight == null) {
            launch();
        }
    }

    /** Bytes of rows, and of the records they were made of, in the flush under way and waiting for the next. */
    public long bufferedBytes() {
        Flight flying = flight;
        return filling.bytes()
                + replays.bytes()
                + (flying == null ? 0 : flying.flush().pending().bytes());
    }

    /** What counts for the bound: arrays too, as large as they are. */
    private long heldBytes() {
        Flight flying = flight;
        Pending kept = spare;
        return filling.heldBytes()
                + replays.heldBytes()
                + (flying == null ? 0 : flying.flush().pending().heldBytes())
                + (kept == null ? 0 : kept.heldBytes());
    }

    private void launchIfDue() {
        while (flight == null && owned.wholeReplay() != null) {
            launch();
            land();
        }
        Long since = filling.sinceNanos();
        if (since == null) {
            if (flight != null) {
                context.timeout(LANDING_MS);
            }
            return;
        }
        Duration left = policy.linger().minus(elapsed(since));
        if (!isFull() && !left.isNegative() && !left.isZero()) {
            context.timeout(Math.max(1, left.toMillis()));
            return;
        }
        if (flight == null) {
            launch();
            land();
        }
        if (flight != null) {
            context.timeout(filling.sinceNanos() == null ? LANDING_MS : SOON_MS);
        }
    }

    /** Begins to write a range that has to be as it was, if there is one; else what has come in. */
    private void launch() {
        Partition whole = owned.wholeReplay();
        if (whole != null) {
            launch(replays.take(whole.id()), List.of(whole.endReplay()));
            return;
        }
        List<Advance> advances = owned.advances();
        if (advances.isEmpty()) {
            filling.clear();
            return;
        }
        Pending full = filling;
        Pending next = spare;
        filling = next == null ? newPending() : next;
        spare = null;
        filling.batch.follow(full.batch);
        launch(full, advances);
    }

    private void launch(Pending written, List<Advance> advances) {
        Flight started = new Flight(new Flush(store, written, advances, around.nanoClock()), policy, around);
        flight = started;
        around.executor().execute(started);
    }

    private void awaitFlight(String action) {
        Flight flying = flight;
        if (flying != null && !flying.await(policy.openTimeout())) {
            throw new ConnectException("Cannot " + action + ": the flush under way did not end within "
                    + policy.openTimeout() + ". Nothing is lost: restart the task.");
        }
    }

    /** Takes note of a flush that has ended; throws what it failed with. */
    private void land() {
        Flight flying = flight;
        if (flying == null || !flying.hasLanded()) {
            return;
        }
        Throwable failure = flying.failure();
        if (failure instanceof Flush.UnexpectedOffsets unexpected && owned.mayHaveStored(unexpected.stored())) {
            recover(flying, unexpected.stored());
            return;
        }
        if (failure instanceof TableChangedException changed && !encodedAnew) {
            encodeAnew(flying, changed);
            return;
        }
        if (failure instanceof FencedException) {
            around.metrics().fenced();
        }
        if (failure != null) {
            throw failed(failure);
        }
        committed(flying);
    }

    private void committed(Flight flying) {
        Pending written = flying.flush().pending();
        owned.markCommitted(flying.flush().advances());
        flying.measure();
        LOG.debug("Wrote {} records as {} rows in {}", written.records(), written.batch.rows(), flying.took());
        encodedAnew = false;
        flight = null;
        written.clear();
        spare = pressure.isLittle(written.heldBytes()) ? written : null; // arrays that are kept count as held
    }

    private static RuntimeException failed(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : new ConnectException(failure);
    }

    /** A flush that was called off had been committed: goes on from there. */
    private void recover(Flight flying, Map<TopicPartition, Claim> stored) {
        owned.goOnFrom(stored);
        LOG.info("A flush that was called off had been committed: {}", stored);
        flight = null;
        fold(flying.flush().pending(), record -> {
            Claim claim = stored.get(Ownership.idOf(record));
            return claim == null || claim.nextOffset() == null || record.originalKafkaOffset() >= claim.nextOffset();
        });
    }

    /** Another task, or somebody else, changed a table: makes the rows again, for the table as it is now; but once only. */
    private void encodeAnew(Flight flying, TableChangedException changed) {
        LOG.info("Encoding {} records anew: {}", flying.flush().pending().records(), changed.getMessage());
        encodedAnew = true;
        flight = null;
        store.forgetPlans();
        fold(replayed(flying), owned::owns);
    }

    /** What is to be written again, if not in a range of its own. */
    private @Nullable Pending replayed(Flight failed) {
        Pending unwritten = failed.flush().pending();
        if (!store.plansRanges()) {
            return unwritten;
        }
        unwritten.reports.await(); // before any of the offsets moves past them
        owned.replay(failed.flush().advances());
        refill(unwritten, owned::owns, record -> () -> replays.range(Ownership.idOf(record)));
        return null;
    }

    /** Puts what a flush could not write before what waits, and leaves the rest. */
    private void fold(@Nullable Pending unwritten, Predicate<SinkRecord> kept) {
        Pending waiting = filling;
        filling = newPending();
        filling.beginAt(now());
        if (unwritten != null) {
            refill(unwritten, kept, record -> () -> filling);
        }
        refill(waiting, kept, record -> () -> filling);
    }

    private void refill(Pending from, Predicate<SinkRecord> kept, Function<SinkRecord, Supplier<Pending>> into) {
        filling.reports.takeOver(from.reports);
        try {
            intake.refill(from, kept, into);
        } catch (StoreUnavailableException e) { // not to be tried again: offsets would move past what is left out
            throw new ConnectException(e.getMessage() + " Restart the task: nothing is lost.", e);
        }
    }

    /** Waits for the flush under way, if there is one; but not so long that the consumer would lose its partitions. */
    private void ground() {
        Flight flying = flight;
        if (flying == null) {
            return;
        }
        if (!flying.await(BUSY_TIMEOUT)) {
            throw new StoreUnavailableException(
                    "Cannot take more records now: the flush under way has not ended within " + BUSY_TIMEOUT + ".");
        }
        land();
    }

    private void pauseOrResume() {
        pressure.update(heldBytes(), flight != null, isIdle(), owned.ids());
    }

    private boolean isIdle() {
        return flight == null && filling.sinceNanos() == null && owned.wholeReplay() == null;
    }

    /** Whether the partitions are paused until buffered rows are written. */
    public boolean isPaused() {
        return pressure.isPaused();
    }

    /** Committed offsets; where nothing is buffered, what was consumed, so that records dropped on the way count. */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Flight flying = flight;
        if (flying != null && flying.hasLanded() && flying.failure() == null) {
            committed(flying);
        }
        return owned.safeOffsets(consumed);
    }

    /**
     * Lets the partitions go and drops what is buffered of them: their next owner reads it again. A flush under way is
     * waited for; one that cannot reach the store is called off, and what it has of other partitions is kept.
     */
    public void close(Collection<TopicPartition> revoked) {
        Flight flying = flight;
        if (flying != null) {
            flying.callOff();
            awaitFlight("close " + revoked);
            if (flying.failure() == null) {
                committed(flying);
            }
        }
        Set<TopicPartition> gone = Set.copyOf(revoked);
        boolean buffered = owned.release(revoked);
        replays.release(revoked);
        Pending unwritten = abandoned(flight);
        if (buffered || unwritten != null) {
            fold(unwritten, record -> !gone.contains(Ownership.idOf(record)));
        }
        if (pressure.isPaused() && owned.ids().length > 0) {
            pauseOrResume();
        }
        LOG.info("Closed {}", revoked);
    }

    /** What could not be written for want of the store waits for the next flush; what failed for good still fails. */
    private @Nullable Pending abandoned(@Nullable Flight flying) {
        if (flying == null || !(flying.failure() instanceof StoreUnavailableException)) {
            return null;
        }
        owned.markAttempted(flying.flush().advances());
        flight = null;
        return replayed(flying);
    }

    /** Waits briefly for a flush under way, then disconnects. What is buffered is not written: it is delivered again. */
    public void stop() {
        Flight flying = flight;
        if (flying != null) {
            flying.callOff();
            if (!flying.await(STOP_TIMEOUT)) {
                store.abort();
            }
        }
        store.close();
    }

    private long now() {
        return around.nanoClock().getAsLong();
    }

    private Duration elapsed(long sinceNanos) {
        return Duration.ofNanos(now() - sinceNanos);
    }
}
