// The queueing core by hand in C++: what the work costs with nothing in its way, as a lower bound.
//
// Poisson arrivals at 98% of what the servers can do; leastconn over 8 servers of `maxconn` 40, equal
// ones in the order in which they were last given a request; one queue, first in, first out, left
// unserved after `timeout queue`; exponential service. No bytes, no memory limit, no rows.
//
// Build: g++ -O3 -march=native -std=c++20 -o core core.cpp
// Run:   ./core [REQUESTS [SERVERS [MAXCONN [LOAD [TIMEOUT_S [SEED]]]]]]
// Prints one line of JSON: requests and events per second of wall time, the share that timed out,
// the mean wait of those served [s], the 99th percentile of their latency [s], wall time [s] and
// processor time [s].
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <vector>

namespace {

// xoshiro256+ (Blackman and Vigna 2021), seeded by splitmix64.
class Random {
 public:
  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
      word = mixed ^ (mixed >> 31);
    }
  }

  double exponential(double mean) { return -mean * std::log(uniform()); }

 private:
  // On (0, 1].
  double uniform() {
    const uint64_t sum = state_[0] + state_[3];
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = (state_[3] << 45) | (state_[3] >> 19);
    return static_cast<double>((sum >> 11) + 1) * 0x1.0p-53;
  }

  uint64_t state_[4];
};

enum Kind : uint32_t { kArrival, kDeparture, kTimeout };

struct Event {
  double at;
  Kind kind;
  uint32_t id;  // a slot for a departure, a request for a time-out
};

struct Later {
  bool operator()(const Event& a, const Event& b) const { return a.at > b.at; }
};

struct Settings {
  uint64_t requests;
  int servers;
  int maxconn;
  double load;
  double timeout;
  uint64_t seed;
};

constexpr double kMeanService = 0.1;  // [s]
constexpr size_t kBuckets = 20000;    // of latency, 0.1 ms each
constexpr double kBucketsPerSecond = 1e4;

class Core {
 public:
  explicit Core(const Settings& settings)
      : settings_(settings),
        random_(settings.seed),
        interarrival_(kMeanService / (settings.load * settings.servers * settings.maxconn)),
        in_service_(settings.servers, 0),
        last_given_(settings.servers, 0),
        born_(settings.requests),
        is_waiting_(settings.requests, 0),
        slots_(static_cast<size_t>(settings.servers) * settings.maxconn),
        latency_(kBuckets, 0) {
    for (uint32_t slot = 0; slot < slots_.size(); slot++) free_slots_.push_back(slot);
  }

  void run() {
    calendar_.push({random_.exponential(interarrival_), kArrival, 0});
    while (!calendar_.empty()) {
      const Event event = calendar_.top();
      calendar_.pop();
      events++;
      if (event.kind == kArrival) {
        arrive(event.at);
      } else if (event.kind == kDeparture) {
        depart(event.at, event.id);
      } else if (is_waiting_[event.id]) {
        is_waiting_[event.id] = 0;
        timed_out++;
      }
    }
  }

  // Upper end of the bucket, in which the 99th percentile of latency lies [s].
  double p99() const {
    uint64_t seen = 0;
    size_t bucket = 0;
    while (bucket < kBuckets && (seen += latency_[bucket]) < 0.99 * done) bucket++;
    return bucket / kBucketsPerSecond;
  }

  uint64_t arrived = 0;
  uint64_t done = 0;
  uint64_t timed_out = 0;
  uint64_t events = 0;
  double waited = 0;  // [s], summed over those served

 private:
  struct Slot {
    uint32_t server;
    uint32_t request;
  };

  void arrive(double now) {
    const uint32_t request = arrived++;
    born_[request] = now;
    if (arrived < settings_.requests) {
      calendar_.push({now + random_.exponential(interarrival_), kArrival, 0});
    }
    const int server = leastconn();
    if (server >= 0) {
      start(now, request, server);
      return;
    }
    is_waiting_[request] = 1;
    queue_.push_back(request);
    calendar_.push({now + settings_.timeout, kTimeout, request});
  }

  void depart(double now, uint32_t slot) {
    const auto [server, request] = slots_[slot];
    free_slots_.push_back(slot);
    in_service_[server]--;
    done++;
    const size_t bucket = (now - born_[request]) * kBucketsPerSecond;
    latency_[std::min(bucket, kBuckets - 1)]++;
    while (head_ < queue_.size() && !is_waiting_[queue_[head_]]) head_++;
    if (head_ == queue_.size()) return;
    const uint32_t next = queue_[head_++];
    is_waiting_[next] = 0;
    start(now, next, server);
  }

  // A server with room and the fewest requests, or -1.
  int leastconn() const {
    int best = -1;
    for (int server = 0; server < settings_.servers; server++) {
      if (in_service_[server] >= settings_.maxconn) continue;
      if (best < 0 || in_service_[server] < in_service_[best] ||
          (in_service_[server] == in_service_[best] && last_given_[server] < last_given_[best])) {
        best = server;
      }
    }
    return best;
  }

  void start(double now, uint32_t request, uint32_t server) {
    in_service_[server]++;
    last_given_[server] = ++given_;
    const uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    slots_[slot] = {server, request};
    waited += now - born_[request];
    calendar_.push({now + random_.exponential(kMeanService), kDeparture, slot});
  }

  const Settings settings_;
  Random random_;
  const double interarrival_;  // mean [s]
  std::priority_queue<Event, std::vector<Event>, Later> calendar_;
  std::vector<int> in_service_;       // by server
  std::vector<uint64_t> last_given_;  // by server: the place of its last request among all
  uint64_t given_ = 0;
  std::vector<double> born_;         // by request [s]
  std::vector<uint8_t> is_waiting_;  // by request
  std::vector<uint32_t> queue_;      // requests; those timed out are skipped when they surface
  size_t head_ = 0;
  std::vector<Slot> slots_;
  std::vector<uint32_t> free_slots_;
  std::vector<uint32_t> latency_;  // requests by bucket
};

double argument(int count, char** values, int place, double otherwise) {
  return count > place ? std::atof(values[place]) : otherwise;
}

}  // namespace

int main(int count, char** values) {
  Settings settings;
  settings.requests = static_cast<uint64_t>(argument(count, values, 1, 2e6));
  settings.servers = static_cast<int>(argument(count, values, 2, 8));
  settings.maxconn = static_cast<int>(argument(count, values, 3, 40));
  settings.load = argument(count, values, 4, 0.98);
  settings.timeout = argument(count, values, 5, 0.05);
  settings.seed = static_cast<uint64_t>(argument(count, values, 6, 1));
  Core core(settings);
  const std::clock_t cpu_before = std::clock();
  const auto began = std::chrono::steady_clock::now();
  core.run();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  const double cpu = static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC;
  std::printf(
      "{\"requests_per_s\": %.0f, \"events_per_s\": %.0f, \"timed_out\": %.6f, "
      "\"mean_wait_s\": %.7f, \"p99_s\": %.4f, \"wall_s\": %.4f, \"cpu_s\": %.4f}\n",
      core.arrived / wall.count(), core.events / wall.count(),
      static_cast<double>(core.timed_out) / core.arrived, core.waited / core.done, core.p99(),
      wall.count(), cpu);
}
