// The hold model of a calendar in C++: take the first event, put it back later, and again. Events
// leave std::priority_queue in the order of (time, sequence), as those of a simulator must.
//
// Build: g++ -O3 -march=native -std=c++20 -o heap heap.cpp
// Run:   ./heap [PENDING [OPERATIONS]]
// Prints one line of JSON: pairs of a removal and an insertion per second of wall time, and wall
// and processor time [s].
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <random>
#include <vector>

namespace {

// The sequence and the id share a word, so that an event has 16 bytes: ids are below 2^20.
constexpr int kIdBits = 20;
constexpr uint64_t kIdMask = (1 << kIdBits) - 1;
constexpr size_t kIncrements = 4096;  // 32 KiB: as many as stay in the nearest cache

struct Event {
  double at;
  uint64_t order;  // sequence, then id

  bool operator<(const Event& other) const {
    return at > other.at || (at == other.at && order > other.order);
  }
};

}  // namespace

int main(int count, char** values) {
  const uint64_t pending = count > 1 ? std::strtoull(values[1], nullptr, 10) : 1000;
  const uint64_t operations = count > 2 ? std::strtoull(values[2], nullptr, 10) : 5000000;
  std::mt19937_64 engine(1);
  std::exponential_distribution<double> exponential(1);
  std::vector<double> increments(kIncrements);
  for (double& increment : increments) increment = exponential(engine);

  std::priority_queue<Event> calendar;
  uint64_t sequence = 0;
  for (uint64_t id = 0; id < pending; id++) {
    calendar.push({increments[id % kIncrements], sequence++ << kIdBits | id});
  }
  const auto hold = [&](uint64_t times) {
    for (uint64_t i = 0; i < times; i++) {
      const Event first = calendar.top();
      calendar.pop();
      const uint64_t id = first.order & kIdMask;
      calendar.push({first.at + increments[i % kIncrements], sequence++ << kIdBits | id});
    }
  };
  hold(operations / 10);
  const std::clock_t cpu_before = std::clock();
  const auto began = std::chrono::steady_clock::now();
  hold(operations);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  const double cpu = static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC;
  std::printf(
      "{\"operations_per_s\": %.0f, \"wall_s\": %.4f, \"cpu_s\": %.4f, \"ended_at\": %.3f}\n",
      operations / wall.count(), wall.count(), cpu, calendar.top().at);
}
