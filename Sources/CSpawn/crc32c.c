// CRC-32C (Castagnoli), by the processor's instruction where there is one.
#include "CSpawn.h"

#include <string.h>

static uint32_t table[256];

__attribute__((constructor)) static void fill(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? 0x82f63b78u : 0);
    table[i] = value;
  }
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t fast(uint32_t crc, const uint8_t *at, size_t n) {
  uint64_t wide = crc;
  for (; n >= 8; n -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  crc = (uint32_t)wide;
  for (; n > 0; n--, at++) crc = __builtin_ia32_crc32qi(crc, *at);
  return crc;
}
#endif

uint32_t weir_crc32c(uint32_t seed, const void *bytes, size_t count) {
  const uint8_t *at = bytes;
  uint32_t crc = ~seed;
#ifdef __x86_64__
  if (__builtin_cpu_supports("sse4.2")) return ~fast(crc, at, count);
#endif
  for (; count > 0; count--, at++) crc = table[(crc ^ *at) & 255] ^ (crc >> 8);
  return ~crc;
}
